-- What wrk sends: BENCH_WORK is floor, refused, get, put or search; of 4096 people in turn, of BENCH_PEOPLE that there are;
-- the searches of server administrators, who are every hundredth. Requests are made beforehand, since wrk shares the processors
-- with what it measures. BENCH_TERMS: the file of words to search.
local work = os.getenv("BENCH_WORK")
local people = 4096
local accounts = tonumber(os.getenv("BENCH_PEOPLE"))
local stride, administrators = math.floor(accounts / people), math.floor(accounts / 100)
local body = '{"theme":"dark","timezone":"Europe/Berlin","weekStart":"monday","language":"de-DE",' ..
             '"navbar":{"bookmarkUrls":["/d/ec8956637","/explore"]},"queryHistory":{"homeTab":"starred"}}'

local function token(n)
  return string.format("Bearer glsa_%032d", n)
end

local function terms()
  local words = {}
  for word in io.lines(os.getenv("BENCH_TERMS")) do words[#words + 1] = word end
  return words
end

local makers = {
  floor = function() return wrk.format("GET", "/floor") end,
  refused = function() return wrk.format("GET", "/api/user/preferences") end,
  get = function(i) return wrk.format("GET", "/api/user/preferences", { Authorization = token(i * stride) }) end,
  put = function(i)
    return wrk.format("PUT", "/api/user/preferences",
                      { Authorization = token(i * stride), ["Content-Type"] = "application/json" }, body)
  end,
  search = function(i, words)
    return wrk.format("GET", "/api/users/search?query=" .. words[i * 7 % #words + 1] .. "&perpage=20&page=1",
                      { Authorization = token(i % administrators * 100 + 100) })
  end,
}

function init()
  local words, requests, n = work == "search" and terms(), {}, 0
  for i = 1, people do requests[i] = makers[work](i, words) end
  request = function()
    n = n % people + 1
    return requests[n]
  end
end
