// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/documentlines.h"
#include "ui/details/jobtimeline.h"

#include <QByteArray>
#include <QList>
#include <QTabWidget>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QTableView;
class QToolButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace emberwatch {

class DocumentHighlighter;
class DocumentView;
class MemberModel;
class ThemeSource;

/// The document of a job in three readings, and what was seen of the job. Only the tab that is looked at is
/// filled.
class DocumentTabs : public QTabWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the tabs
    explicit DocumentTabs(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param isNewDocument  of another job: shown from its beginning; else updated in place
    void setDocument(const QByteArray &document, bool isNewDocument);
    /// There is none, and why.
    void setNoDocument(const QString &why);
    void setTimeline(const JobTimeline &timeline);
    /// Without colours: what is shown is no longer true.
    void setMuted(bool isMuted);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Page
    {
        QWidget *widget = nullptr;
        QLabel *note = nullptr;
        bool isFilled = false; ///< with m_document
    };
    [[nodiscard]] Page makePage(QWidget *content);
    void makeFields();
    void makeJson();
    void makeRaw();
    void makeTimeline();
    void applyTheme();

    void fillCurrent();
    void fillFields();
    void fillJson();
    void fillRaw(bool isOtherSyntax);
    void say(const Page &page, const QString &note);
    void put(DocumentView *view, const QList<DocumentLine> &lines, bool isFresh);

    const ThemeSource *m_themes;
    std::optional<QByteArray> m_document;
    QString m_whyNone;

    Page m_fieldsPage;
    Page m_jsonPage;
    Page m_rawPage;
    bool m_isJsonFresh = true; ///< the next lines are of another document than those that are shown
    bool m_isRawFresh = true;
    MemberModel *m_members;
    QTableView *m_fields;
    DocumentView *m_json;
    DocumentHighlighter *m_jsonColors;
    DocumentView *m_raw;
    DocumentHighlighter *m_rawColors;
    QToolButton *m_hex;
    QTreeWidget *m_timeline;
    QList<JobTimeline::Entry> m_timelineShown;
};

} // namespace emberwatch
