-- SPDX-License-Identifier: GPL-3.0-or-later
-- leaserenew: gives a lease its full time again if it is still the caller's
-- KEYS[1]; ARGV[1] = token, ARGV[2] = time in ms
-- 1 | 0: another's, or nobody's any more
if redis.call('GET',KEYS[1])~=ARGV[1] then return 0 end
redis.call('SET',KEYS[1],ARGV[1],'XX','PX',ARGV[2]); return 1
