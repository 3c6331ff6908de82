-- Posts decide calls, one credential after the other, as many organisations as the file named by CREDENTIALS has lines.
local headers = {}
for line in io.lines(os.getenv("CREDENTIALS")) do
  headers[#headers + 1] = { ["Authorization"] = "Basic " .. line, ["Content-Type"] = "application/json" }
end
local body = '{"stage":"llm","query":"Summarise the damage report of claim CLM-2026-04471 in three sentences.",'
  .. '"caller_identity":{},"target":{"type":"llm","model":"gpt-4o"},"user_token":"jonas.weber"}'
local requests = {}
local next_one = 0

function init()
  for i, header in ipairs(headers) do
    requests[i] = wrk.format("POST", "/api/v1/decide", header, body)
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("result %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99), failed))
end
