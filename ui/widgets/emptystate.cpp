// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int pictureSize = 32;
constexpr int lettersPerLine = 60;
constexpr int leastHeightForPicture = 8; // in controls

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

EmptyState::EmptyState(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_picture(plainLabel(this))
    , m_title(plainLabel(this))
    , m_detail(plainLabel(this))
    , m_code(plainLabel(this))
    , m_layout(new QVBoxLayout(this))
{
    m_detail->setProperty("look", u"second"_s);
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const Measures &measures = themes->measures();
    m_layout->setContentsMargins(measures.around, measures.around, measures.around, measures.around);
    m_layout->setSpacing(measures.within);
    m_layout->addStretch(2);
    // Without an alignment of its own a label keeps the height that its lines need at that width.
    for (QLabel *label : {m_picture, m_title, m_detail, m_code}) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label);
        row->addStretch(1);
        m_layout->addLayout(row);
    }
    m_layout->addSpacing(measures.grid);
    m_layout->addStretch(3);
    connect(themes, &ThemeSource::themeChanged, this, &EmptyState::lookAnew);
}

void EmptyState::setContent(const Content &content)
{
    m_icon = content.icon;
    m_title->setText(content.title);
    m_detail->setText(content.detail);
    m_detail->setVisible(!content.detail.isEmpty());
    m_code->setText(content.code);
    m_code->setVisible(!content.code.isEmpty());
    if (content.action != m_action) {
        if (m_button) { // it may be what was clicked just now
            m_button->hide();
            m_button->setObjectName({});
            m_button->deleteLater();
        }
        m_button = content.action ? new ActionButton(content.action, ActionButton::Shows::IconAndText, this)
                                  : nullptr;
        m_action = content.action;
        if (m_button)
            m_layout->insertWidget(m_layout->count() - 1, m_button, 0, Qt::AlignHCenter);
    }
    lookAnew();
}

void EmptyState::resizeEvent(QResizeEvent *)
{
    lookAnew();
}

void EmptyState::lookAnew()
{
    const Fonts &fonts = m_themes->fonts();
    m_title->setFont(fonts.heading);
    m_code->setFont(fonts.mono);
    const int width = QFontMetrics(fonts.body).averageCharWidth() * lettersPerLine;
    for (QLabel *label : {m_title, m_detail, m_code}) {
        label->setFixedWidth(std::min(width, std::max(this->width() - 2 * m_themes->measures().around, 120)));
        label->setMinimumHeight(0); // heightForWidth() would never answer less than what was once set
        label->setMaximumHeight(QWIDGETSIZE_MAX);
        label->setFixedHeight(std::max(0, label->heightForWidth(label->width())));
    }
    // Where there is little height, the words come first.
    m_picture->setVisible(height() >= leastHeightForPicture * m_themes->measures().control);
    m_picture->setPixmap(
        m_themes->pixmap(m_icon, m_themes->colors().third, pictureSize, devicePixelRatioF()));
}

} // namespace emberwatch
