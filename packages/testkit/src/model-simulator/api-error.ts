const types: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** The error document of the Messages API for a status. */
export function apiError(status: number, message: string, requestId: string) {
  return {
    type: 'error',
    error: { type: types[status] ?? 'api_error', message, details: null },
    request_id: requestId,
  }
}
