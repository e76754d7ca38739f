// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/sourcelist.h"

#include "ui/details/valuelabel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/steadylabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int sources = 3;
constexpr int nameLetters = 12; // longer names of servers are elided

} // namespace

SourceList::SourceList(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(themes->measures().within);
    grid->setVerticalSpacing(themes->measures().grid);
    grid->setColumnStretch(2, 1);
    for (int row = 0; row < sources; ++row)
        addRow(row);
    connect(themes, &ThemeSource::themeChanged, this, &SourceList::lookAnew);
}

void SourceList::addRow(int row)
{
    const Row parts{new QLabel(this), new SteadyLabel(m_themes, this), new ValueLabel(m_themes, this),
        new SteadyLabel(m_themes, this)};
    parts.name->setLook(&Fonts::body, &Colors::second);
    parts.name->setMaximumWidth(QFontMetrics(m_themes->fonts().body).averageCharWidth() * nameLetters);
    parts.value->setObjectName(u"source%1"_s.arg(row));
    parts.age->setLook(&Fonts::small, &Colors::second);
    parts.age->setAlignment(Qt::AlignRight);
    auto *grid = static_cast<QGridLayout *>(layout());
    grid->addWidget(parts.picture, row, 0);
    grid->addWidget(parts.name, row, 1);
    // Where there is no age the words have all the room.
    auto *rest = new QHBoxLayout;
    rest->setSpacing(grid->horizontalSpacing());
    rest->addWidget(parts.value, 1);
    rest->addWidget(parts.age);
    grid->addLayout(rest, row, 2);
    m_rows.append(parts);
}

void SourceList::setLines(const QList<SourceLine> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    lookAnew();
}

void SourceList::setMuted(bool isMuted)
{
    if (isMuted == m_isMuted)
        return;
    m_isMuted = isMuted;
    lookAnew();
}

void SourceList::lookAnew()
{
    for (qsizetype i = 0; i < std::min(m_lines.size(), m_rows.size()); ++i)
        show(m_rows[i], m_lines[i]);
}

void SourceList::show(const Row &row, const SourceLine &line) const
{
    const Measures &measures = m_themes->measures();
    row.picture->setPixmap(
        m_themes->pixmap(line.icon, m_themes->colors().second, measures.icon, devicePixelRatioF()));
    row.name->setText(line.name);
    row.value->setAccessibleName(line.name);
    row.value->setText(line.value);
    row.value->setExplanation(line.explanation);
    row.value->setLook(
        line.isDeviating ? &Fonts::strong : &Fonts::body, m_isMuted ? &Colors::second : line.color);
    row.age->setText(line.age);
    row.age->setVisible(!line.age.isEmpty());
}

} // namespace emberwatch
