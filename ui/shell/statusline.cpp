// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusline.h"

#include "ui/shell/commands.h"
#include "ui/shell/feedwords.h"
#include "ui/shell/trackingwords.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/steadylabel.h"

#include <QAction>
#include <QEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int sideMargin = 12;
constexpr int gap = 12; ///< between a part and the line that separates it from the next
constexpr int separatorHeight = 16;

QString updatedSample()
{
    FeedView view;
    view.health.state = FeedState::Live;
    view.health.lastData = Timestamp(std::chrono::seconds(1));
    view.now = view.health.lastData + std::chrono::milliseconds(8800);
    return updatedWords(view);
}

} // namespace

StatusLine::StatusLine(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QStatusBar(parent)
    , m_themes(themes)
    , m_state(addLabel("feedState"))
    , m_updated(addLabel("updated"))
    , m_tracking(addLabel("tracking"))
    , m_activity(addLabel("activity"))
    , m_load(addLabel("load"))
    , m_server(addLabel("server"))
    , m_work(new QToolButton(this))
    , m_clock(new QToolButton(this))
{
    m_work->setObjectName(u"work"_s);
    m_work->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_work->setToolTip(tr("Click to bring its window back"));
    connect(m_work, &QToolButton::clicked, commands.action(Command::ShowWork), &QAction::trigger);
    setSizeGripEnabled(false);
    m_load->setAlignment(Qt::AlignRight);
    m_server->setElideMode(Qt::ElideMiddle);
    m_clock->setObjectName(u"clock"_s);
    m_clock->setToolTip(tr("Click for UTC or local time"));
    QAction *utc = commands.action(Command::ClockUtc);
    QAction *local = commands.action(Command::ClockLocal);
    connect(
        m_clock, &QToolButton::clicked, this, [utc, local] { (utc->isChecked() ? local : utc)->trigger(); });
    connect(themes, &ThemeSource::themeChanged, this, &StatusLine::lookAnew);
    lookAnew();
}

SteadyLabel *StatusLine::addLabel(const char *name)
{
    auto *label = new SteadyLabel(m_themes, this);
    label->setObjectName(QLatin1StringView(name));
    return label;
}

void StatusLine::showFeed(const FeedView &view)
{
    const FeedStateWords state = feedStateWords(view);
    m_state->setIcon(state.icon);
    m_state->setLook(&Fonts::smallStrong, state.color);
    // A state of its own kind has a width of its own; within it, digits do not move what follows.
    m_state->setSample(view.health.state == FeedState::Live && !view.pausedAt ? state.text : QString());
    m_state->setText(state.text);
    m_state->setExplanation(rungWords(view.health));
    m_updated->setSample(view.health.state == FeedState::Live ? updatedSample() : QString());
    m_updated->setText(updatedWords(view));
    m_activity->setText(activityWords(view));
    m_load->setText(loadWords(view));
    m_server->setText(serverWords(view.health));
    m_server->setExplanation(
        view.health.server + (view.health.peer.isEmpty() ? QString() : u'\n' + view.health.peer));
    setClock(view);
    setProgress(view);
    arrange();
}

void StatusLine::showTracking(const TrackingSummary &tracking)
{
    const bool isTroubled = tracking.isAny() && !tracking.trouble.isEmpty();
    m_tracking->setIcon(isTroubled ? std::optional(Icon::Warning) : std::nullopt);
    m_tracking->setLook(&Fonts::small, isTroubled ? &Colors::warning : &Colors::second);
    m_tracking->setSample({});
    m_tracking->setText(trackingText(tracking));
    m_tracking->setExplanation(trackingExplanation(tracking));
    arrange();
}

void StatusLine::showWork(const QString &text)
{
    m_work->setText(text);
    arrange();
}

void StatusLine::showNotice(const QString &text)
{
    m_activity->setText(text);
    arrange();
}

void StatusLine::showClock(const FeedView &view)
{
    for (SteadyLabel *label : {m_state, m_updated, m_tracking, m_activity, m_load, m_server})
        label->setText({});
    m_state->setIcon(std::nullopt);
    setClock(view);
    m_progress = -1;
    arrange();
}

QSize StatusLine::sizeHint() const
{
    return QSize(640, m_themes->measures().statusBar);
}

QSize StatusLine::minimumSizeHint() const
{
    return QSize(320, m_themes->measures().statusBar);
}

void StatusLine::setClock(const FeedView &view)
{
    const QString text = clockText(view.now, view.zone);
    if (m_clock->text() != text)
        m_clock->setText(text);
}

void StatusLine::setProgress(const FeedView &view)
{
    const FeedHealth &health = view.health;
    double progress = -1;
    if (health.isLoading)
        progress = health.expected > 0
            ? std::min(1.0, static_cast<double>(health.loaded) / static_cast<double>(health.expected))
            : 0.0;
    if (progress == m_progress)
        return;
    m_progress = progress;
    update();
}

void StatusLine::arrange()
{
    struct Part
    {
        QWidget *widget;
        int width;
        bool isShown;
    };
    const auto partOf = [](SteadyLabel *label) {
        return Part{label, label->sizeHint().width(), !label->text().isEmpty()};
    };
    Part state = partOf(m_state);
    Part updated = partOf(m_updated);
    Part work{m_work, m_work->sizeHint().width(), !m_work->text().isEmpty()};
    Part tracking = partOf(m_tracking);
    Part activity = partOf(m_activity);
    Part load = partOf(m_load);
    Part server = partOf(m_server);
    Part clock{m_clock, m_clock->sizeHint().width(), true};
    Part *const parts[] = {&state, &updated, &work, &tracking, &activity, &load, &server, &clock};

    const auto needed = [&parts] {
        int sum = 2 * sideMargin;
        for (const Part *part : parts)
            sum += part->isShown ? part->width + 2 * gap + 1 : 0;
        return sum;
    };
    for (Part *leastImportant : {&load, &updated, &server, &activity, &tracking}) {
        if (needed() <= width())
            break;
        leastImportant->isShown = false;
    }
    if (const int tooMuch = needed() - width(); tooMuch > 0)
        state.width = std::max(0, state.width - tooMuch);

    m_separators.clear();
    const int top = 1;
    const int inner = height() - top;
    const auto put = [top, inner](const Part &part, int left) {
        part.widget->setGeometry(left, top, part.width, inner);
    };
    int left = sideMargin;
    for (const Part *part : {&state, &updated, &work, &tracking, &activity}) {
        part->widget->setVisible(part->isShown);
        if (!part->isShown)
            continue;
        if (left > sideMargin) {
            m_separators.push_back(left);
            left += 1 + gap;
        }
        put(*part, left);
        left += part->width + gap;
    }
    int right = width() - sideMargin;
    for (const Part *part : {&clock, &server, &load}) {
        part->widget->setVisible(part->isShown);
        if (!part->isShown)
            continue;
        if (right < width() - sideMargin) {
            right -= 1;
            m_separators.push_back(right);
            right -= gap;
        }
        right -= part->width;
        put(*part, right);
        right -= gap;
    }
    update();
}

void StatusLine::lookAnew()
{
    m_clock->setFont(m_themes->fonts().small);
    m_work->setFont(m_themes->fonts().smallStrong);
    m_work->setIcon(m_themes->icon(Icon::Plan));
    updateGeometry();
    arrange();
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_themes->colors();
    painter.fillRect(0, 0, width(), 1, colors.hairline);
    for (const int x : m_separators)
        painter.fillRect(x, (height() - separatorHeight) / 2, 1, separatorHeight, colors.hairline);
    if (m_progress < 0)
        return;
    const int line = m_themes->measures().progressLine;
    painter.fillRect(0, 0, width(), line, colors.hairline);
    painter.fillRect(0, 0, qRound(width() * m_progress), line, colors.accent);
}

void StatusLine::resizeEvent(QResizeEvent *)
{
    arrange();
}

bool StatusLine::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        arrange();
    return QStatusBar::event(event);
}

} // namespace emberwatch
