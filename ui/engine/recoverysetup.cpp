// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recoverysetup.h"

namespace emberwatch {

std::unique_ptr<RecordStore> recordStoreOf(const RecoverySetup &setup)
{
    return setup.records ? std::make_unique<RecordStore>(*setup.records, SchemaMapping()) : nullptr;
}

} // namespace emberwatch
