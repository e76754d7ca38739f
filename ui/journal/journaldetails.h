// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"
#include "ui/widgets/detailscolumn.h"

namespace emberwatch {

/// One entry of the journal, or a whole operation: who, why, on which evidence, what it was before and after,
/// what came of it.
class JournalDetails : public DetailsColumn
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit JournalDetails(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param lines    those of one row, the newest first; none: nothing is chosen
    /// @param whyNot   why none of it can be taken back; empty: it can be tried
    void showLines(const QList<JournalLine> &lines, const QString &whyNot);

private:
    void addTitle(Icon icon, QColor Colors::*color, const QString &title);
    void addFact(const QString &label, const QString &value, bool isCode = false);
    void addReason(const JournalEntry &entry);
    void addActor(const JournalLine &line);
    void addEntry(const JournalLine &line);
    void addOperation(const QList<JournalLine> &lines);
    void addJob(const JournalLine &line);
    void addEvidence(const QByteArray &json);
    void addChanges(const JournalEntry &entry);
    void addDocument(const QString &title, const std::optional<QByteArray> &bytes);
};

} // namespace emberwatch
