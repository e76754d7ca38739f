// SPDX-License-Identifier: GPL-3.0-or-later
// Owns the precompiled header of the tests: a program as they are, so that it is compiled with their flags.
int main()
{
    return 0;
}
