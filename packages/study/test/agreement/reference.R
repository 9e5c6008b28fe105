# Makes reference.json: agreement of drawn answers, by base R and by other ways than the code under test. Standard errors
# of kappa are the delta method on R's own symbolic derivatives, not the published formula; ranks, correlations and
# score intervals are R's. Run by R 4, or as WebAssembly by the npm packages webr and ws.

set.seed(20260616)
n <- 120
person <- paste0("p", sample(1:17, n, replace = TRUE, prob = (1:17)^1.5))
truth <- sample(0:5, n, replace = TRUE, prob = c(1, 2, 3, 4, 6, 4))
noisy <- function(x, sd) pmin(5, pmax(0, round(x + rnorm(n, 0, sd))))
first <- noisy(truth, 0.9)
second <- noisy(truth, 0.7)
usd <- exp(rnorm(n, 6, 1.5))
usd_first <- round(usd * exp(rnorm(n, 0.3, 0.6)))
usd_second <- round(usd * exp(rnorm(n, 0, 0.6)), -1) + 1
levels <- 0:5

counts_of <- function(rows) table(factor(first[rows], levels), factor(second[rows], levels))
weights <- list(
  unweighted = diag(6),
  linear = 1 - abs(outer(0:5, 0:5, "-")) / 5,
  quadratic = 1 - (outer(0:5, 0:5, "-") / 5)^2
)

# kappa as an expression of the 36 shares p1 ... p36, by column.
kappa_expression <- function(w) {
  name <- matrix(paste0("p", 1:36), 6)
  row <- sapply(1:6, function(i) paste0("(", paste(name[i, ], collapse = "+"), ")"))
  column <- sapply(1:6, function(j) paste0("(", paste(name[, j], collapse = "+"), ")"))
  terms <- function(parts) paste(sprintf("%.17g*%s", w[w != 0], parts[w != 0]), collapse = "+")
  observed <- terms(name)
  chance <- terms(outer(row, column, function(a, b) paste0(a, "*", b)))
  parse(text = sprintf("((%s)-(%s))/(1-(%s))", observed, chance, chance))[[1]]
}
kappa_of <- function(counts, w) {
  p <- as.list(as.numeric(counts) / sum(counts))
  names(p) <- paste0("p", 1:36)
  found <- eval(deriv(kappa_expression(w), names(p)), p)
  gradient <- as.numeric(attr(found, "gradient"))
  shares <- unlist(p)
  covariance <- diag(shares) - outer(shares, shares)
  c(value = as.numeric(found), se = sqrt(drop(gradient %*% covariance %*% gradient) / sum(counts)))
}
jackknife_of <- function(w) {
  everyone <- unique(person)
  without <- sapply(everyone, function(one) kappa_of(counts_of(person != one), w)["value"])
  g <- length(everyone)
  se <- sqrt((g - 1)^2 / g * var(without))
  t <- qt(0.975, n^2 / sum(table(person)^2) - 1)
  value <- kappa_of(counts_of(rep(TRUE, n)), w)["value"]
  c(se, value - t * se, value + t * se)
}
score <- function(x) c(sum(x) / n, prop.test(sum(x), n, correct = FALSE)$conf.int)
band <- function(x) cut(x, c(0, 200, 1000, 5000, Inf), right = FALSE)

number <- function(x) sprintf("%.15g", x)
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
member <- function(name, text) sprintf('  "%s": %s', name, text)
kappas <- sapply(names(weights), function(name) {
  w <- weights[[name]]
  whole <- kappa_of(counts_of(rep(TRUE, n)), w)
  sprintf('"%s": { "value": %s, "standardError": %s, "clustered": %s }', name,
    number(whole["value"]), number(whole["se"]), list_of(number(jackknife_of(w))))
})
cat("{\n", paste(c(
  member("person", list_of(sprintf('"%s"', person))),
  member("first", list_of(first)),
  member("second", list_of(second)),
  member("usdFirst", list_of(usd_first)),
  member("usdSecond", list_of(usd_second)),
  member("kappa", paste0("{ ", paste(kappas, collapse = ",\n    "), " }")),
  member("exact", list_of(number(score(first == second)))),
  member("withinOne", list_of(number(score(abs(first - second) <= 1)))),
  member("farApart", list_of(number(score(abs(first - second) > 2)))),
  member("sameBand", list_of(number(score(band(usd_first) == band(usd_second))))),
  member("pearson", number(cor(first, second))),
  member("meanAbsoluteDifference", number(mean(abs(first - second)))),
  member("spearman", number(cor(usd_first, usd_second, method = "spearman"))),
  member("logCorrelation", number(cor(log(usd_first), log(usd_second)))),
  member("logR2", number(summary(lm(log(usd_first) ~ log(usd_second)))$r.squared)),
  member("bias", number(exp(mean(log(usd_first / usd_second)))))
), collapse = ",\n"), "\n}\n", sep = "")
