// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documenttabs.h"

#include "core/base/timetext.h"
#include "ui/details/documenthighlighter.h"
#include "ui/details/documentmembers.h"
#include "ui/details/documentview.h"
#include "ui/details/membermodel.h"
#include "ui/details/statuslook.h"
#include "ui/theme/themesource.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString progressText(std::optional<double> progress)
{
    return progress ? DocumentTabs::tr("%1 %").arg(std::floor(*progress)) : u"—"_s;
}

/// The selected cells of a table as lines of text, tabs between the columns.
QString selectedText(const QTableView &table)
{
    QString text;
    int row = -1;
    QModelIndexList cells = table.selectionModel()->selectedIndexes();
    std::sort(cells.begin(), cells.end());
    for (const QModelIndex &cell : cells) {
        if (!text.isEmpty())
            text += cell.row() == row ? u'\t' : u'\n';
        text += cell.data().toString();
        row = cell.row();
    }
    return text;
}

} // namespace

DocumentTabs::DocumentTabs(const ThemeSource *themes, QWidget *parent)
    : QTabWidget(parent)
    , m_themes(themes)
{
    setObjectName("documentTabs"_L1);
    tabBar()->setDrawBase(false);
    makeFields();
    makeJson();
    makeRaw();
    makeTimeline();
    setCurrentWidget(m_jsonPage.widget);
    connect(this, &QTabWidget::currentChanged, this, &DocumentTabs::fillCurrent);
    connect(m_themes, &ThemeSource::themeChanged, this, &DocumentTabs::applyTheme);
    applyTheme();
}

DocumentTabs::Page DocumentTabs::makePage(QWidget *content)
{
    Page page;
    page.widget = new QWidget(this);
    page.note = new QLabel(page.widget);
    page.note->setTextFormat(Qt::PlainText);
    page.note->setWordWrap(true);
    page.note->setProperty("look", u"third"_s);
    page.note->hide();
    auto *column = new QVBoxLayout(page.widget);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    column->addWidget(page.note);
    column->addWidget(content, 1);
    return page;
}

void DocumentTabs::makeFields()
{
    m_members = new MemberModel(m_themes, this);
    m_fields = new QTableView(this);
    m_fields->setObjectName("memberTable"_L1);
    m_fields->setAccessibleName(tr("Members of the document"));
    m_fields->setModel(m_members);
    m_fields->setShowGrid(false);
    m_fields->setProperty("look", u"quiet"_s);
    m_fields->setWordWrap(false);
    m_fields->setTabKeyNavigation(false);
    m_fields->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_fields->verticalHeader()->hide();
    m_fields->horizontalHeader()->hide();
    m_fields->horizontalHeader()->setSectionResizeMode(MemberModel::Name, QHeaderView::ResizeToContents);
    m_fields->horizontalHeader()->setStretchLastSection(true);
    auto *copy = new QShortcut(QKeySequence::Copy, m_fields);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this,
        [this] { QGuiApplication::clipboard()->setText(selectedText(*m_fields)); });
    m_fieldsPage = makePage(m_fields);
    addTab(m_fieldsPage.widget, tr("Fields"));
}

void DocumentTabs::makeJson()
{
    m_json = new DocumentView(this);
    m_json->setObjectName("jsonView"_L1);
    m_json->setAccessibleName(tr("Document as JSON"));
    m_jsonColors = new DocumentHighlighter(m_themes, DocumentHighlighter::Syntax::Json, m_json->document());
    m_jsonPage = makePage(m_json);
    addTab(m_jsonPage.widget, tr("JSON"));
}

void DocumentTabs::makeRaw()
{
    m_raw = new DocumentView(this);
    m_raw->setObjectName("rawView"_L1);
    m_raw->setAccessibleName(tr("Every byte of the document"));
    m_raw->setWordWrapMode(QTextOption::WrapAnywhere);
    m_raw->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_rawColors = new DocumentHighlighter(m_themes, DocumentHighlighter::Syntax::Raw, m_raw->document());
    m_rawPage = makePage(m_raw);

    m_hex = new QToolButton(this);
    m_hex->setObjectName("hexButton"_L1);
    m_hex->setText(tr("Hex"));
    m_hex->setToolTip(tr("Show the bytes in hexadecimal"));
    m_hex->setAccessibleName(m_hex->toolTip());
    m_hex->setCheckable(true);
    m_hex->setFocusPolicy(Qt::TabFocus);
    m_hex->hide();
    setCornerWidget(m_hex, Qt::TopRightCorner);
    connect(m_hex, &QToolButton::toggled, this, [this] { fillRaw(true); });
    addTab(m_rawPage.widget, tr("Raw"));
}

void DocumentTabs::makeTimeline()
{
    m_timeline = new QTreeWidget(this);
    m_timeline->setObjectName("timeline"_L1);
    m_timeline->setAccessibleName(tr("What was seen of this job while it was selected"));
    m_timeline->setColumnCount(3);
    m_timeline->setHeaderHidden(true);
    m_timeline->setRootIsDecorated(false);
    m_timeline->setUniformRowHeights(true);
    m_timeline->setProperty("look", u"quiet"_s);
    m_timeline->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    addTab(makePage(m_timeline).widget, tr("Timeline"));
    setTabVisible(indexOf(m_timeline->parentWidget()), false);
}

void DocumentTabs::applyTheme()
{
    const Fonts &fonts = m_themes->fonts();
    m_json->setFont(fonts.mono);
    m_raw->setFont(fonts.mono);
    for (const Page *page : {&m_fieldsPage, &m_jsonPage, &m_rawPage})
        page->note->setFont(fonts.small);
    m_hex->setFont(fonts.small);
    m_fields->verticalHeader()->setDefaultSectionSize(m_themes->measures().row);
}

void DocumentTabs::showEvent(QShowEvent *event)
{
    QTabWidget::showEvent(event);
    // The style sheet takes a font away again that is set between its first look at a widget and its
    // parent's.
    applyTheme();
}

void DocumentTabs::setDocument(const QByteArray &document, bool isNewDocument)
{
    if (!isNewDocument && m_document == document)
        return;
    m_document = document;
    m_whyNone.clear();
    m_isJsonFresh = m_isJsonFresh || isNewDocument;
    m_isRawFresh = m_isRawFresh || isNewDocument;
    if (isNewDocument) {
        const QSignalBlocker noSignal(m_hex);
        m_hex->setChecked(!document.isValidUtf8());
    }
    for (Page *page : {&m_fieldsPage, &m_jsonPage, &m_rawPage})
        page->isFilled = false;
    fillCurrent();
}

void DocumentTabs::setNoDocument(const QString &why)
{
    m_document.reset();
    m_whyNone = why;
    m_isJsonFresh = true;
    m_isRawFresh = true;
    for (Page *page : {&m_fieldsPage, &m_jsonPage, &m_rawPage})
        page->isFilled = false;
    fillCurrent();
}

void DocumentTabs::setTimeline(const JobTimeline &timeline)
{
    if (timeline.entries() == m_timelineShown)
        return;
    m_timelineShown = timeline.entries();
    m_timeline->clear();
    for (const JobTimeline::Entry &entry : m_timelineShown) {
        const StatusLook look = statusLook(entry.status);
        const QString word = entry.removal ? QString::fromLatin1(wordOf(*entry.removal)) : look.word;
        auto *item = new QTreeWidgetItem;
        item->setText(0, exactMomentText(entry.seenAt).section(u' ', 1));
        item->setToolTip(0, exactMomentText(entry.seenAt));
        item->setText(1, word);
        item->setIcon(1,
            entry.removal ? m_themes->icon(Icon::Trash, &Colors::second)
                          : m_themes->icon(look.icon, look.color));
        item->setText(2, entry.removal ? QString() : progressText(entry.progress));
        m_timeline->insertTopLevelItem(0, item);
    }
    setTabVisible(indexOf(m_timeline->parentWidget()), timeline.hasChanges());
}

void DocumentTabs::setMuted(bool isMuted)
{
    m_jsonColors->setMuted(isMuted);
    m_rawColors->setMuted(isMuted);
}

void DocumentTabs::fillCurrent()
{
    m_hex->setVisible(currentWidget() == m_rawPage.widget);
    if (currentWidget() == m_fieldsPage.widget && !m_fieldsPage.isFilled)
        fillFields();
    else if (currentWidget() == m_jsonPage.widget && !m_jsonPage.isFilled)
        fillJson();
    else if (currentWidget() == m_rawPage.widget && !m_rawPage.isFilled)
        fillRaw(false);
}

void DocumentTabs::fillFields()
{
    const QList<DocumentMember> members = m_document ? membersOf(*m_document) : QList<DocumentMember>();
    m_members->setMembers(members);
    const bool isNoObject = m_document && members.isEmpty();
    say(m_fieldsPage,
        isNoObject ? tr("This is no JSON object with members. Raw shows every byte.") : QString());
    m_fieldsPage.isFilled = true;
}

void DocumentTabs::fillJson()
{
    const DocumentLines shown = m_document ? jsonLinesOf(*m_document) : DocumentLines();
    put(m_json, shown.lines, m_isJsonFresh);
    m_isJsonFresh = false;
    say(m_jsonPage, shown.note);
    m_jsonPage.isFilled = true;
}

void DocumentTabs::fillRaw(bool isOtherSyntax)
{
    const bool isHex = m_hex->isChecked();
    m_rawColors->setSyntax(isHex ? DocumentHighlighter::Syntax::Hex : DocumentHighlighter::Syntax::Raw);
    DocumentLines shown;
    if (m_document)
        shown = isHex ? hexLinesOf(*m_document) : rawLinesOf(*m_document);
    put(m_raw, shown.lines, m_isRawFresh || isOtherSyntax);
    m_isRawFresh = false;
    say(m_rawPage, shown.note);
    m_rawPage.isFilled = true;
}

void DocumentTabs::say(const Page &page, const QString &note)
{
    const QString text = m_document ? note : m_whyNone;
    page.note->setText(text);
    page.note->setVisible(!text.isEmpty());
}

void DocumentTabs::put(DocumentView *view, const QList<DocumentLine> &lines, bool isFresh)
{
    if (isFresh)
        view->showLines(lines);
    else
        view->updateLines(lines);
}

} // namespace emberwatch
