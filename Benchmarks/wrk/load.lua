-- A load of the same request again and again: after the URL come the path of a file with its bytes, and how many of them
-- each write holds.

-- wrk's own `init` is replaced so that the text is made once; a `request` function would be called for every write.
function wrk.init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    local requests = string.rep(file:read("*a"), tonumber(arguments[2]))
    file:close()
    wrk.request = function() return requests end
end

-- wrk spreads every latency above the mean interval over shorter ones that never were, to make up for what a client
-- with a fixed rate would have sent. These clients have no fixed rate, and the spread is wrong for pipelines, so it is
-- taken back: from the longest latency down, since each was spread over shorter ones only.
local function measured(summary, latency)
    local counts, values = {}, {}
    for i = 1, #latency do
        local value, count = latency(i)
        counts[value] = count
        values[i] = value
    end
    local interval = math.floor(summary.duration / math.max(1, math.floor(summary.requests / 64)))
    for i = #values, 1, -1 do
        local count = counts[values[i]]
        local shorter = values[i] - interval
        while count > 0 and shorter > interval do
            if counts[shorter] then counts[shorter] = counts[shorter] - count end
            shorter = shorter - interval
        end
    end
    return values, counts
end

local function percentile(share, values, counts)
    local total, seen = 0, 0
    for _, value in ipairs(values) do total = total + counts[value] end
    for _, value in ipairs(values) do
        seen = seen + counts[value]
        if seen >= share * total then return value, total end
    end
    return 0, total
end

-- One line of JSON; latencies and the duration in microseconds.
function done(summary, latency, requests)
    local errors = summary.errors
    local values, counts = measured(summary, latency)
    local p50 = percentile(0.5, values, counts)
    local p99, samples = percentile(0.99, values, counts)
    print(string.format(
        '{"requests": %d, "duration": %d, "bytes": %d, "p50": %d, "p99": %d, "samples": %d, "errors": %d}',
        summary.requests, summary.duration, summary.bytes, p50, p99, samples,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
