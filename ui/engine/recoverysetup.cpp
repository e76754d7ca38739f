// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recoverysetup.h"

namespace emberwatch {

std::unique_ptr<RecordStore> recordStoreOf(const RecoverySetup &setup)
{
    if (!setup.records)
        return nullptr;
    return std::make_unique<RecordStore>(*setup.records, setup.mapping, setup.recordsOptions);
}

} // namespace emberwatch
