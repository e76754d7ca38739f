// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"

#include <QList>
#include <QMenu>

#include <functional>

namespace emberwatch {

class ThemeSource;

/// The environments that the file knows, each with its class; what is chosen opens in a window of its own, so
/// that no window ever changes what it looks at.
class EnvironmentMenu : public QMenu
{
    Q_OBJECT
public:
    struct Entry
    {
        QString name;
        EnvironmentClass environmentClass = EnvironmentClass::Development;
    };
    struct Content
    {
        QList<Entry> entries;
        QString current; ///< name of what this window looks at; empty: none of the file's
        QString problem; ///< in place of entries: a sentence
    };
    /// @param themes   outlives it
    /// @param content  asked each time before it opens
    EnvironmentMenu(const ThemeSource *themes, std::function<Content()> content, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &name);

private:
    void fill();
    void addEntry(const Entry &entry, bool isCurrent);
    void addWords(const QString &text);
    [[nodiscard]] QIcon iconOf(EnvironmentClass environmentClass) const;

    const ThemeSource *m_themes;
    std::function<Content()> m_content;
};

} // namespace emberwatch
