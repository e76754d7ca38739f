// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/sqldialect.h"

namespace emberwatch {

class PostgresDialect : public SqlDialect
{
public:
    using SqlDialect::SqlDialect;
    [[nodiscard]] QString batch(const QStringList &fields) const override;
    [[nodiscard]] QVariantList batchValues(const sql::TextRows &rows) const override;
    [[nodiscard]] QString among(RecordColumn column) const override;
    [[nodiscard]] QString cast(const QString &expression, RecordColumn column) const override;
    [[nodiscard]] QString text(RecordColumn column) const override;
    [[nodiscard]] QString shown(RecordColumn column) const override;
    [[nodiscard]] QString utcText(RecordColumn column) const override;
    [[nodiscard]] QString timeValue(const QString &expression, RecordColumn column) const override;
    [[nodiscard]] QString nowValue(RecordColumn column) const override;
    [[nodiscard]] QString now() const override;
    [[nodiscard]] QString auditTimeText(const QString &expression) const override;
    [[nodiscard]] QString auditTime(const QString &expression) const override;
    [[nodiscard]] QString same(const QString &a, const QString &b) const override;
    [[nodiscard]] QString object(const QStringList &members) const override;
};

} // namespace emberwatch
