import { freePort, spawnRedis } from '@fieldwork/testkit'
import { measure } from './measure.ts'
const port = await freePort(); const redis = await spawnRedis(port)
const shared = process.argv[2]==='sdk'?null:{backend:'redis' as const,url:`redis://127.0.0.1:${port}`}
const burst = process.argv[5] ? Number(process.argv[5]) : undefined
const m = await measure({shared, serverBurst: Number(process.argv[3]), stretchMs: Number(process.argv[4])*1000, burst})
for (const [k,s] of Object.entries(m)) console.log(process.argv.slice(2).join(' '), k, (s.used/s.allowed).toFixed(4), s.requests, s.refused, (s.refused/s.requests).toFixed(4))
await redis.stop()
