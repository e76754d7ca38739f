// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/sourceicon.h"

namespace emberwatch {

Icon iconOf(EvidenceSource source)
{
    switch (source) {
    case EvidenceSource::Redis:
        return Icon::Redis;
    case EvidenceSource::Database:
        return Icon::Database;
    case EvidenceSource::ComfyUi:
        break;
    }
    return Icon::Server;
}

} // namespace emberwatch
