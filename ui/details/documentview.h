// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/documentlines.h"

#include <QPlainTextEdit>

namespace emberwatch {

/// Text to read, select and copy. A new version of the same document changes only what differs, so that the
/// selection and the scroll position stay.
class DocumentView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit DocumentView(QWidget *parent = nullptr);

    /// Another document: shown from its beginning.
    void showLines(const QList<DocumentLine> &lines);
    /// A newer version of the one that is shown.
    void updateLines(const QList<DocumentLine> &lines);

protected:
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;

private:
    void replaceInLine(int number, const DocumentLine &line);
    void replaceLines(int first, int count, const QList<DocumentLine> &lines);
    void markContinued(int first, const QList<DocumentLine> &lines);

    QList<DocumentLine> m_lines;
};

} // namespace emberwatch
