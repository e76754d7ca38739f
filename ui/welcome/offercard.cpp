// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/offercard.h"

#include "ui/theme/themesource.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>

namespace emberwatch {

using namespace Qt::StringLiterals;

OfferCard::OfferCard(const ThemeSource *themes, const Content &content, QWidget *parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_content(content)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(content.title, this))
    , m_key(new QLabel(content.key.toString(QKeySequence::NativeText), this))
    , m_text(new QLabel(content.text, this))
    , m_button(new QPushButton(content.button, this))
{
    setProperty("look", u"card"_s);
    for (QLabel *label : {m_title, m_key, m_text})
        label->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_key->setProperty("look", u"third"_s);
    m_button->setAccessibleName(content.title + ", "_L1 + content.button);
    m_button->setAccessibleDescription(content.text);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->addWidget(m_icon, 0, 0);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_key, 0, 2);
    grid->addWidget(m_text, 1, 0, 1, 3);
    grid->addWidget(m_button, 2, 0, 1, 3, Qt::AlignLeading);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(1, 1);

    auto *key = new QShortcut(content.key, this);
    connect(key, &QShortcut::activated, m_button, &QPushButton::click);
    connect(m_button, &QPushButton::clicked, this, &OfferCard::chosen);
    connect(m_themes, &ThemeSource::themeChanged, this, &OfferCard::lookAnew);
    lookAnew();
}

void OfferCard::sayProblem(const QString &problem)
{
    m_hasProblem = true;
    m_text->setText(problem);
    lookAnew();
}

void OfferCard::sayText()
{
    m_hasProblem = false;
    m_text->setText(m_content.text);
    lookAnew();
}

void OfferCard::setPossible(bool isPossible)
{
    m_button->setEnabled(isPossible);
}

void OfferCard::lookAnew()
{
    const Colors &colors = m_themes->colors();
    const Icon icon = m_hasProblem ? Icon::Warning : m_content.icon;
    const QColor color = m_hasProblem ? colors.warning : colors.accent;
    m_icon->setPixmap(m_themes->pixmap(icon, color, m_themes->measures().icon, devicePixelRatioF()));
    m_title->setFont(m_themes->fonts().heading);
    m_key->setFont(m_themes->fonts().small);
    QPalette palette = m_text->palette();
    palette.setColor(QPalette::WindowText, m_hasProblem ? colors.text : colors.second);
    m_text->setPalette(palette);
}

} // namespace emberwatch
