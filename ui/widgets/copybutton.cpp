// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/copybutton.h"

#include "ui/theme/measures.h"
#include "ui/theme/themesource.h"

#include <QApplication>
#include <QClipboard>
#include <QTimer>

#include <algorithm>

namespace emberwatch {

using namespace std::chrono_literals;

CopyButton::CopyButton(const ThemeSource *themes, std::function<QString()> text, QWidget *parent)
    : QPushButton(themes->icon(Icon::Copy), tr("Copy"), parent)
{
    setAutoDefault(false);
    setIconSize(Measures::besideText(themes->measures().icon));
    connect(this, &QPushButton::clicked, this, [this, themes, text = std::move(text)] {
        QApplication::clipboard()->setText(text());
        setMinimumWidth(width());
        setText(tr("Copied"));
        setIcon(themes->icon(Icon::Completed));
        QTimer::singleShot(1500ms, this, [this, themes] {
            setText(tr("Copy"));
            setIcon(themes->icon(Icon::Copy));
        });
    });
}

} // namespace emberwatch
