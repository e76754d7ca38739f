// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/banddialog.h"

#include "ui/shell/classband.h"
#include "ui/theme/themesource.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

BandDialog::BandDialog(const ThemeSource *themes, std::optional<EnvironmentClass> environment,
    const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_body(new QVBoxLayout)
    , m_foot(new QHBoxLayout)
{
    setWindowTitle(title);
    const int around = themes->measures().around;
    const int between = themes->measures().between;
    const int within = themes->measures().within;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    if (environment) {
        auto *band = new ClassBand(themes, this);
        band->setEnvironmentClass(*environment);
        column->addWidget(band);
    }
    m_body->setContentsMargins(around, around, around, around);
    m_body->setSpacing(within);
    column->addLayout(m_body, 1);
    auto *line = new QFrame(this);
    line->setProperty("look", u"hairline"_s);
    column->addWidget(line);
    m_foot->setContentsMargins(around, between, around, between);
    m_foot->setSpacing(within);
    column->addLayout(m_foot);
}

QLabel *BandDialog::addText(const QString &text, const QFont &font)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setFont(font);
    label->setWordWrap(true);
    m_body->addWidget(label);
    return label;
}

void BandDialog::addClose()
{
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"closeButton"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_foot->addStretch(1);
    m_foot->addWidget(close);
}

} // namespace emberwatch
