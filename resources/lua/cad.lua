-- SPDX-License-Identifier: GPL-3.0-or-later
-- cad: deletes the key if it still holds the judged bytes
-- KEYS[1]; ARGV[1] = judged bytes, ARGV[2] = judged absolute expiry in ms ('' = had none)
-- {'ok', PTTL before, server time in ms} | {'changed'} | {'touched', PTTL} | {'gone'} | {'type', type}
local t=redis.call('TYPE',KEYS[1]).ok
if t=='none' then return {'gone'} end
if t~='string' then return {'type',t} end
if redis.call('GET',KEYS[1])~=ARGV[1] then return {'changed'} end
local p=redis.call('PTTL',KEYS[1]); local n=redis.call('TIME'); local ms=n[1]*1000+math.floor(n[2]/1000)
if (p<0)~=(ARGV[2]=='') or (p>=0 and ms+p>tonumber(ARGV[2])+5) then return {'touched',p} end
redis.call('DEL',KEYS[1]); return {'ok',p,ms}
