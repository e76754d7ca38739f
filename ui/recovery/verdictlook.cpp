// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/verdictlook.h"

namespace emberwatch {

namespace {

struct Sign
{
    Icon icon;
    QColor Colors::*color;
};

Sign signOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Live:
        return {Icon::Live, &Colors::third};
    case Verdict::Stalled:
        return {Icon::Hourglass, &Colors::warning};
    case Verdict::Stale:
        return {Icon::Clock, &Colors::warning};
    case Verdict::UnclaimedResult:
    case Verdict::LateResult:
        return {Icon::Download, &Colors::conflict};
    case Verdict::Orphaned:
        return {Icon::Unlink, &Colors::failed};
    case Verdict::Lost:
        return {Icon::Database, &Colors::failed};
    case Verdict::Zombie:
        return {Icon::Server, &Colors::warning};
    case Verdict::Corrupt:
        return {Icon::Unreadable, &Colors::warning};
    case Verdict::Conflict:
        return {Icon::NotEqual, &Colors::conflict};
    case Verdict::Unverifiable:
        return {Icon::Question, &Colors::third};
    case Verdict::Foreign:
        return {Icon::ExternalLink, &Colors::third};
    case Verdict::Settling:
        return {Icon::Ellipsis, &Colors::third};
    case Verdict::Residue:
        return {Icon::Residue, &Colors::third};
    case Verdict::Consistent:
        break;
    }
    return {Icon::Completed, &Colors::third};
}

} // namespace

VerdictLook lookOf(Verdict verdict)
{
    const Sign sign = signOf(verdict);
    return {QString::fromLatin1(wordOf(verdict)).replace(QLatin1Char('-'), QLatin1Char(' ')), sign.icon,
        sign.color};
}

} // namespace emberwatch
