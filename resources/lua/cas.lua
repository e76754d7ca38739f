-- SPDX-License-Identifier: GPL-3.0-or-later
-- cas: writes new bytes if the key still holds the judged ones
-- KEYS[1]; ARGV[1] = judged bytes, ARGV[2] = new bytes, ARGV[3] = 'keep' or the full TTL in ms (the producer),
-- ARGV[4] = judged absolute expiry in ms, '' = had none, '-' = not checked (only the producer of the job)
-- {'ok', PTTL} | {'same', PTTL} | {'changed', bytes, PTTL} | {'touched', PTTL} | {'gone'} | {'type', type}
local t=redis.call('TYPE',KEYS[1]).ok
if t=='none' then return {'gone'} end
if t~='string' then return {'type',t} end
local c=redis.call('GET',KEYS[1])
if c~=ARGV[1] then
  if c==ARGV[2] then return {'same',redis.call('PTTL',KEYS[1])} end
  return {'changed',c,redis.call('PTTL',KEYS[1])}
end
if ARGV[4]~='-' then
  local p=redis.call('PTTL',KEYS[1]); local n=redis.call('TIME'); local ms=n[1]*1000+math.floor(n[2]/1000)
  if p>=0 and (ARGV[4]=='' or ms+p>tonumber(ARGV[4])+5) then return {'touched',p} end
end
if ARGV[3]=='keep' then redis.call('SET',KEYS[1],ARGV[2],'XX','KEEPTTL') else redis.call('SET',KEYS[1],ARGV[2],'XX','PX',ARGV[3]) end
return {'ok',redis.call('PTTL',KEYS[1])}
