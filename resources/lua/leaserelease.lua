-- SPDX-License-Identifier: GPL-3.0-or-later
-- leaserelease: gives a lease up if it is still the caller's
-- KEYS[1]; ARGV[1] = token
-- 1 | 0: another's, or nobody's any more
if redis.call('GET',KEYS[1])~=ARGV[1] then return 0 end
redis.call('DEL',KEYS[1]); return 1
