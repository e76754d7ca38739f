// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"
#include "core/operations/journalfile.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace emberwatch {

/// Reads an open journal.
class JournalReader
{
public:
    explicit JournalReader(JournalFile &file)
        : m_file(file)
    {
    }
    [[nodiscard]] Result<QList<JournalLine>> lines(const JournalSelection &selection);
    [[nodiscard]] Result<QList<JournalLine>> linesOf(const OperationId &op);
    [[nodiscard]] Result<QSet<PromptId>> known(const QList<PromptId> &ids);
    [[nodiscard]] Result<QHash<PromptId, RecentActs>> recentActs(const QString &environment, Timestamp since);
    [[nodiscard]] Result<std::optional<JournalLine>> lastRaise(const QString &environment);
    [[nodiscard]] Result<std::optional<JournalReport>> lastReport(
        const QString &environment, const QString &kind);
    [[nodiscard]] Result<QList<JournalReport>> reports(
        const std::optional<QString> &environment, Timestamp since, Timestamp until);
    [[nodiscard]] Result<QHash<PromptId, Timestamp>> extensions(Timestamp since);

private:
    [[nodiscard]] Result<QList<JournalLine>> read(
        const QString &where, const QVariantList &values, int limit);

    JournalFile &m_file;
};

} // namespace emberwatch
