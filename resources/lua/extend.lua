-- SPDX-License-Identifier: GPL-3.0-or-later
-- extend: lets the key live longer if it still holds the judged bytes
-- KEYS[1]; ARGV[1] = judged bytes, ARGV[2] = judged absolute expiry in ms ('' = had none),
-- ARGV[3] = new absolute expiry in ms: later than the present one, at most 24 h ahead
-- {'ok', PTTL, server time in ms} | {'refused', PTTL, server time in ms}: the new expiry is not allowed |
-- {'changed'} | {'touched', PTTL} | {'gone'} | {'type', type}
local t=redis.call('TYPE',KEYS[1]).ok
if t=='none' then return {'gone'} end
if t~='string' then return {'type',t} end
if redis.call('GET',KEYS[1])~=ARGV[1] then return {'changed'} end
local p=redis.call('PTTL',KEYS[1]); local n=redis.call('TIME'); local ms=n[1]*1000+math.floor(n[2]/1000)
if (p<0)~=(ARGV[2]=='') or (p>=0 and ms+p>tonumber(ARGV[2])+5) then return {'touched',p} end
local at=tonumber(ARGV[3])
if p<0 or at<=ms+p or at>ms+86400000 then return {'refused',p,ms} end
redis.call('PEXPIREAT',KEYS[1],ARGV[3]); return {'ok',redis.call('PTTL',KEYS[1]),ms}
