// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stalebar.h"

#include "ui/shell/commands.h"
#include "ui/shell/feedwords.h"
#include "ui/theme/contrast.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

void setTextOnce(QLabel *label, const QString &text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

StaleBar::StaleBar(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_picture(new QLabel(this))
    , m_title(plainLabel(u"staleTitle"_s, this))
    , m_detail(plainLabel(u"staleDetail"_s, this))
{
    setObjectName(u"staleBar"_s);
    auto *retry
        = new ActionButton(commands.action(Command::RetryNow), ActionButton::Shows::IconAndText, this);
    retry->setOwnText(tr("Try now"));
    auto *trouble
        = new ActionButton(commands.action(Command::ShowTrouble), ActionButton::Shows::IconAndText, this);
    trouble->setLook(u"quiet"_s);

    const Measures &measures = themes->measures();
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_detail);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(measures.between, measures.within, measures.between, measures.within + 1);
    row->setSpacing(measures.within);
    row->addWidget(m_picture);
    row->addLayout(words, 1);
    row->addWidget(retry);
    row->addWidget(trouble);
    connect(themes, &ThemeSource::themeChanged, this, &StaleBar::lookAnew);
    hide();
}

void StaleBar::showFeed(const FeedView &view)
{
    const FeedHealth &health = view.health;
    const bool isBroken
        = health.state == FeedState::Stale || (health.state == FeedState::Connecting && health.error);
    if (isBroken && isHidden())
        lookAnew(); // most windows never show it
    setVisible(isBroken);
    if (!isBroken)
        return;
    setTextOnce(m_title, staleTitle(view));
    setTextOnce(m_detail, staleDetail(view));
}

void StaleBar::lookAnew()
{
    const Colors &colors = m_themes->colors();
    m_title->setFont(m_themes->fonts().strong);
    QPalette amber = palette();
    amber.setColor(QPalette::WindowText, colors.warning);
    m_title->setPalette(amber);
    m_picture->setPixmap(
        m_themes->pixmap(Icon::Stale, colors.warning, m_themes->measures().icon, devicePixelRatioF()));
    update();
}

void StaleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_themes->colors();
    painter.fillRect(rect(), colors.warningTint);
    painter.fillRect(0, height() - 1, width(), 1, mixed(colors.warningTint, colors.warning, 0.35));
}

} // namespace emberwatch
