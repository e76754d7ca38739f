-- SPDX-License-Identifier: GPL-3.0-or-later
-- peek: one atomic observation of a key
-- KEYS[1]; ARGV[1] = size limit in bytes
-- {type, length, value or nil, PTTL, server time in ms}
local t=redis.call('TYPE',KEYS[1]).ok
local n=redis.call('TIME'); local ms=n[1]*1000+math.floor(n[2]/1000)
if t~='string' then return {t,0,false,redis.call('PTTL',KEYS[1]),ms} end
local len=redis.call('STRLEN',KEYS[1]); local v=false
if len<=tonumber(ARGV[1]) then v=redis.call('GET',KEYS[1]) end
return {t,len,v,redis.call('PTTL',KEYS[1]),ms}
