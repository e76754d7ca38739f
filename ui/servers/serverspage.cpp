// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/serverspage.h"

#include "ui/servers/servercolumns.h"
#include "ui/servers/serverdelegate.h"
#include "ui/servers/servertablemodel.h"
#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowtable.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

ServersPage::ServersPage(
    const ThemeSource *themes, const Commands &commands, ServerTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_model(model)
    , m_summary(new QLabel(this))
    , m_table(new RowTable(themes, serverColumnsFor, this))
    , m_delegate(new ServerDelegate(themes, this))
    , m_empty(new EmptyState(themes, m_table->viewport()))
{
    setObjectName(u"serversPage"_s);
    m_summary->setObjectName(u"serversSummary"_s);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setProperty("look", u"second"_s);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_table->setObjectName(u"serversTable"_s);
    m_table->setAccessibleName(tr("Servers"));
    m_table->setItemDelegate(m_delegate);
    m_table->setModel(model);
    m_table->viewport()->installEventFilter(this);
    m_empty->setContent({Icon::Server, tr("No server is known yet."),
        tr("Every ComfyUI server that a live job names appears here. Emberwatch contacts one only once you "
           "have allowed it: here, or at the start."),
        u"emberwatch-console --allow-server http://gpu-1:8188"_s, nullptr});
    layOut(commands);
    connectCommands(commands);
    connectTable();
    setFocusProxy(m_table);
    showState();
}

void ServersPage::layOut(const Commands &commands)
{
    const Measures &measures = m_themes->measures();
    auto *line = new QHBoxLayout;
    line->setContentsMargins(measures.between, measures.within, measures.between, measures.within);
    line->setSpacing(measures.within);
    line->addWidget(m_summary, 1);
    for (const Command command : {Command::ShowServerJobs, Command::AllowServer, Command::DismissServer})
        line->addWidget(new ActionButton(commands.action(command), ActionButton::Shows::IconAndText, this));
    line->addWidget(
        new ActionButton(commands.action(Command::AskServers), ActionButton::Shows::IconOnly, this));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(m_table, 1);
}

void ServersPage::connectCommands(const Commands &commands)
{
    connect(commands.action(Command::ShowServerJobs), &QAction::triggered, this,
        [this] { showJobsOf(currentServer()); });
    connect(
        commands.action(Command::AllowServer), &QAction::triggered, this, [this] { allow(currentServer()); });
    connect(commands.action(Command::DismissServer), &QAction::triggered, this, [this] {
        if (const std::optional<ServerRow> row = currentServer())
            Q_EMIT dismissRequested(row->key);
    });
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const Command command : {Command::ShowServerJobs, Command::AllowServer, Command::DismissServer})
        m_table->addAction(commands.action(command));
}

void ServersPage::connectTable()
{
    connect(m_table, &RowTable::currentRowChanged, this, &ServersPage::contextChanged);
    connect(m_table, &QAbstractItemView::activated, this,
        [this](const QModelIndex &index) { showJobsOf(rowAt(index)); });
    connect(m_delegate, &ServerDelegate::jobsClicked, this,
        [this](const QModelIndex &index) { showJobsOf(rowAt(index)); });
    connect(m_delegate, &ServerDelegate::allowClicked, this,
        [this](const QModelIndex &index) { allow(rowAt(index)); });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, &ServersPage::showState);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ServersPage::showState);
}

std::optional<ServerRow> ServersPage::rowAt(const QModelIndex &index) const
{
    const ServerRow *row = m_model->rowAt(index);
    return row ? std::optional(*row) : std::nullopt;
}

std::optional<ServerRow> ServersPage::currentServer() const
{
    return rowAt(m_table->currentIndex());
}

void ServersPage::setStale(bool isStale)
{
    m_delegate->setStale(isStale);
    m_table->setStale(isStale);
}

void ServersPage::showJobsOf(const std::optional<ServerRow> &row)
{
    if (row && row->jobs > 0)
        Q_EMIT jobsRequested(row->jobFilter());
}

void ServersPage::allow(const std::optional<ServerRow> &row)
{
    if (row && !row->entryToAllow().isEmpty())
        Q_EMIT allowRequested(row->entryToAllow());
}

bool ServersPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        m_empty->setGeometry(m_table->viewport()->rect());
    return QWidget::eventFilter(watched, event);
}

void ServersPage::showState()
{
    m_empty->setVisible(m_model->rows().isEmpty());
    m_summary->setText(summary());
    Q_EMIT contextChanged();
}

QString ServersPage::summary() const
{
    const QList<ServerRow> &rows = m_model->rows();
    const auto count = [&rows](ServerRow::State state) {
        return static_cast<int>(std::ranges::count(rows, state, &ServerRow::state));
    };
    QStringList parts{tr("%n server(s)", nullptr, static_cast<int>(rows.size()))};
    const std::pair<int, QString> counts[] = {{count(ServerRow::State::Reachable), tr("%1 reachable")},
        {count(ServerRow::State::Unreachable), tr("%1 unreachable")},
        {count(ServerRow::State::NotAllowed) + count(ServerRow::State::AddressRefused),
            tr("%1 not contacted until allowed")}};
    for (const auto &[number, text] : counts) {
        if (number > 0)
            parts.append(text.arg(number));
    }
    return rows.isEmpty() ? QString() : parts.join(u" · "_s);
}

} // namespace emberwatch
