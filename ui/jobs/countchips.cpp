// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/countchips.h"

#include "ui/jobs/countchip.h"
#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int gap = 8;

ChipFace faceOf(StatusFilter filter)
{
    const QString word = titleOf(filter);
    switch (filter) {
    case StatusFilter::All:
        return {word, std::nullopt, &Colors::text};
    case StatusFilter::Queued:
        return {word, Icon::Queued, &Colors::queued};
    case StatusFilter::Processing:
        return {word, Icon::Processing, &Colors::processing};
    case StatusFilter::Completed:
        return {word, Icon::Completed, &Colors::completed};
    case StatusFilter::Failed:
        return {word, Icon::Failed, &Colors::failed};
    case StatusFilter::Unreadable:
        break;
    }
    return {word, Icon::Unreadable, &Colors::conflict};
}

qint64 countOf(StatusFilter filter, const JobTable::Counts &counts)
{
    switch (filter) {
    case StatusFilter::All:
        return counts.total;
    case StatusFilter::Unreadable:
        return counts.unreadable;
    default:
        return counts.byStatus.at(static_cast<size_t>(filter) - static_cast<size_t>(StatusFilter::Queued));
    }
}

} // namespace

QString filterText(StatusFilter filter)
{
    switch (filter) {
    case StatusFilter::All:
        return {};
    case StatusFilter::Queued:
        return u"status:queued"_s;
    case StatusFilter::Processing:
        return u"status:processing"_s;
    case StatusFilter::Completed:
        return u"status:completed"_s;
    case StatusFilter::Failed:
        return u"status:failed"_s;
    case StatusFilter::Unreadable:
        break;
    }
    return u"status:unreadable"_s;
}

QString titleOf(StatusFilter filter)
{
    switch (filter) {
    case StatusFilter::All:
        //: all jobs, on a chip before their number
        return CountChips::tr("All");
    case StatusFilter::Queued:
        return CountChips::tr("queued");
    case StatusFilter::Processing:
        return CountChips::tr("processing");
    case StatusFilter::Completed:
        return CountChips::tr("completed");
    case StatusFilter::Failed:
        return CountChips::tr("failed");
    case StatusFilter::Unreadable:
        break;
    }
    return CountChips::tr("unreadable");
}

CountChips::CountChips(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_more(new QPushButton(this))
    , m_menu(new QMenu(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (const StatusFilter filter : {StatusFilter::All, StatusFilter::Queued, StatusFilter::Processing,
             StatusFilter::Completed, StatusFilter::Failed, StatusFilter::Unreadable}) {
        auto *chip = new CountChip(themes, faceOf(filter), this);
        chip->setObjectName(
            u"chip_"_s + (filter == StatusFilter::All ? u"all"_s : filterText(filter).mid(7)));
        connect(chip, &CountChip::clicked, this, [this, filter] { choose(filter); });
        connect(chip, &CountChip::widened, this, &CountChips::arrange);
        m_chips.push_back({filter, chip});
    }
    m_more->setObjectName(u"moreChips"_s);
    m_more->setProperty("look", u"chip"_s);
    m_more->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &CountChips::fillMenu);
    connect(themes, &ThemeSource::themeChanged, this, &CountChips::arrange);
    m_chips.front().chip->setChecked(true); // they are arranged once their width is known
}

void CountChips::setCounts(const JobTable::Counts &counts)
{
    bool appears = false;
    for (const Entry &entry : m_chips) {
        const bool wasWanted = isWanted(entry);
        entry.chip->setCount(countOf(entry.filter, counts));
        appears = appears || wasWanted != isWanted(entry);
    }
    if (appears)
        arrange();
}

void CountChips::setCurrent(StatusFilter filter)
{
    m_current = filter;
    for (const Entry &entry : m_chips)
        entry.chip->setChecked(entry.filter == filter);
    arrange();
}

void CountChips::setPale(bool isPale)
{
    for (const Entry &entry : m_chips)
        entry.chip->setPale(isPale);
}

QSize CountChips::sizeHint() const
{
    int width = 0;
    for (const Entry &entry : m_chips)
        width += entry.chip->sizeHint().width() + gap;
    return QSize(width, m_themes->measures().chip);
}

QSize CountChips::minimumSizeHint() const
{
    return QSize(m_chips.front().chip->sizeHint().width() + gap + m_more->sizeHint().width(),
        m_themes->measures().chip);
}

void CountChips::choose(StatusFilter filter)
{
    setCurrent(filter == m_current ? StatusFilter::All : filter);
    Q_EMIT currentChanged(m_current);
}

bool CountChips::isWanted(const Entry &entry) const
{
    return entry.filter != StatusFilter::Unreadable || entry.chip->count() > 0 || entry.filter == m_current;
}

void CountChips::arrange()
{
    std::vector<Entry> wanted;
    std::ranges::copy_if(
        m_chips, std::back_inserter(wanted), [this](const Entry &entry) { return isWanted(entry); });
    m_more->setFixedHeight(m_themes->measures().chip);

    int all = -gap;
    for (const Entry &entry : wanted)
        all += entry.chip->sizeHint().width() + gap;
    // Most fonts lack the arrow: it is not measured before it is needed, as looking for another takes its
    // time.
    const bool fits = all <= width();
    if (!fits)
        m_more->setText(tr("%n more ▾", nullptr, static_cast<int>(wanted.size())));
    const int room = fits ? width() : width() - gap - m_more->sizeHint().width();

    m_hidden.clear();
    int left = 0;
    bool isFull = false;
    for (const Entry &entry : m_chips)
        entry.chip->hide();
    for (const Entry &entry : wanted) {
        const QSize size = entry.chip->sizeHint();
        isFull = isFull || left + size.width() > room;
        if (isFull) {
            m_hidden.push_back(entry.filter);
            continue;
        }
        entry.chip->setGeometry(QRect(QPoint(left, 0), size));
        entry.chip->show();
        left += size.width() + gap;
    }
    m_more->setVisible(!m_hidden.empty());
    if (m_hidden.empty())
        return;
    m_more->setText(tr("%n more ▾", nullptr, static_cast<int>(m_hidden.size())));
    m_more->setGeometry(left, 0, m_more->sizeHint().width(), m_themes->measures().chip);
}

void CountChips::fillMenu()
{
    m_menu->clear();
    for (const Entry &entry : m_chips) {
        if (!std::ranges::count(m_hidden, entry.filter))
            continue;
        const ChipFace &face = entry.chip->face();
        const QIcon icon = face.icon ? m_themes->icon(*face.icon, face.color) : QIcon();
        QAction *action = m_menu->addAction(icon, tr("%1 %2").arg(face.word, numberText(entry.chip->count())),
            this, [this, entry] { choose(entry.filter); });
        action->setCheckable(true);
        action->setChecked(entry.filter == m_current);
    }
}

void CountChips::resizeEvent(QResizeEvent *)
{
    arrange();
}

} // namespace emberwatch
