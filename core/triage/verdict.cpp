// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/verdict.h"

#include <array>

namespace emberwatch {

namespace {

struct Word
{
    Verdict verdict;
    QByteArrayView word;
};

constexpr std::array words{
    Word{Verdict::Live, "live"},
    Word{Verdict::Stalled, "stalled"},
    Word{Verdict::Stale, "stale"},
    Word{Verdict::UnclaimedResult, "unclaimed-result"},
    Word{Verdict::LateResult, "late-result"},
    Word{Verdict::Orphaned, "orphaned"},
    Word{Verdict::Lost, "lost"},
    Word{Verdict::Zombie, "zombie"},
    Word{Verdict::Residue, "residue"},
    Word{Verdict::Corrupt, "corrupt"},
    Word{Verdict::Conflict, "conflict"},
    Word{Verdict::Unverifiable, "unverifiable"},
    Word{Verdict::Foreign, "foreign"},
    Word{Verdict::Settling, "settling"},
    Word{Verdict::Consistent, "consistent"},
};

} // namespace

QByteArrayView wordOf(Verdict verdict)
{
    for (const Word &entry : words) {
        if (entry.verdict == verdict)
            return entry.word;
    }
    return {};
}

std::optional<Verdict> verdictFromWord(QByteArrayView word)
{
    for (const Word &entry : words) {
        if (entry.word == word)
            return entry.verdict;
    }
    return std::nullopt;
}

} // namespace emberwatch
