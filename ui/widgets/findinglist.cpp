// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/findinglist.h"

#include "ui/theme/themesource.h"
#include "ui/widgets/copybutton.h"

#include <QGridLayout>
#include <QLabel>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Sign
{
    Icon icon;
    QColor Colors::*color;
};

Sign signOf(Finding::State state)
{
    switch (state) {
    case Finding::State::Ok:
        return {Icon::Completed, &Colors::completed};
    case Finding::State::Off:
        return {Icon::Lock, &Colors::third};
    case Finding::State::Warning:
        return {Icon::Warning, &Colors::warning};
    case Finding::State::Problem:
        return {Icon::Failed, &Colors::failed};
    case Finding::State::Unknown:
        break;
    }
    return {Icon::Question, &Colors::second};
}

QLabel *wrapped(const QString &text, const QFont &font, const char *look, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(font);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::NoFocus);
    label->setProperty("look", QString::fromLatin1(look));
    return label;
}

} // namespace

FindingList::FindingList(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_grid(new QGridLayout(this))
{
    const Measures &measures = themes->measures();
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(measures.within);
    m_grid->setVerticalSpacing(measures.grid);
    m_grid->setColumnMinimumWidth(1, QFontMetrics(themes->fonts().strong).averageCharWidth() * 16);
    m_grid->setColumnStretch(2, 1);
}

void FindingList::add(const Finding &finding)
{
    m_findings << finding;
    const Fonts &fonts = m_themes->fonts();
    const Measures &measures = m_themes->measures();
    int row = m_grid->rowCount();
    const Sign sign = signOf(finding.state);
    auto *picture = new QLabel(this);
    picture->setPixmap(
        m_themes->pixmap(sign.icon, m_themes->colors().*sign.color, measures.icon, devicePixelRatioF()));
    picture->setAccessibleName(QString::fromLatin1(wordOf(finding.state)));
    m_grid->addWidget(picture, row, 0, Qt::AlignTop);
    m_grid->addWidget(wrapped(titleOf(finding.step), fonts.strong, "", this), row, 1);
    m_grid->addWidget(wrapped(finding.sentence, fonts.body, "", this), row, 2);
    if (!finding.detail.isEmpty())
        m_grid->addWidget(wrapped(finding.detail, fonts.small, "second", this), ++row, 2);
    if (!finding.remedy.isEmpty()) {
        m_grid->addWidget(wrapped(finding.remedy, fonts.mono, "", this), ++row, 2);
        auto *copy = new CopyButton(
            m_themes, [remedy = finding.remedy] { return remedy; }, this);
        m_grid->addWidget(copy, row, 3, Qt::AlignTop);
    }
    m_grid->setRowMinimumHeight(++row, measures.grid);
}

QString FindingList::text() const
{
    QStringList lines;
    for (const Finding &finding : m_findings) {
        lines << u"%1 (%2): %3"_s.arg(
            titleOf(finding.step), QString::fromLatin1(wordOf(finding.state)), finding.sentence);
        for (const QString &more : {finding.detail, finding.remedy}) {
            if (!more.isEmpty())
                lines << more;
        }
    }
    return lines.join(u'\n');
}

} // namespace emberwatch
