// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/judgement.h"
#include "core/triage/policy.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

enum class EvidenceSource : quint8
{
    Redis,
    Database,
    ComfyUi
};
/// "redis", "database", "comfyui": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(EvidenceSource source);

/// One reading that a verdict rests on.
struct EvidenceLine
{
    EvidenceSource source = EvidenceSource::Redis;
    Timestamp at; ///< Redis: its server's clock. Database and ComfyUI: ours
    QString value; ///< the reading's word
    QString request; ///< what was asked
    QString detail; ///< why there is no answer, the server's error text, ...; as it came, not escaped
    bool operator==(const EvidenceLine &) const = default;
};

/// Redis, the database, and each pass over ComfyUI, in this order.
[[nodiscard]] QList<EvidenceLine> evidenceLinesOf(const Evidence &evidence);

/// A limit that took part in a verdict, and what was held against it.
struct AppliedLimit
{
    QString name; ///< "silence", "stall", "quiet", "grace"
    Limit limit;
    std::optional<std::chrono::milliseconds> measured; ///< nullopt: could not be judged
    bool operator==(const AppliedLimit &) const = default;
};

/// The limits that the verdict rests on; none where only readings decided.
[[nodiscard]] QList<AppliedLimit> limitsOf(
    const Evidence &evidence, const Judgement &judgement, const Policy &policy);

} // namespace emberwatch
