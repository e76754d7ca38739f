// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace emberwatch {

class ThemeSource;

/// Colours for a document as jsonLinesOf(), rawLinesOf() and hexLinesOf() write it.
class DocumentHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    enum class Syntax
    {
        Json,
        Raw,
        Hex
    };

    /// @param themes  outlives the highlighter
    DocumentHighlighter(const ThemeSource *themes, Syntax syntax, QTextDocument *document);

    void setSyntax(Syntax syntax);
    /// Without colours: what is shown is no longer true.
    void setMuted(bool isMuted);

protected:
    void highlightBlock(const QString &text) override;

private:
    void highlightJson(const QString &text);
    void highlightRaw(const QString &text);
    void highlightHex(const QString &text);
    void color(qsizetype from, qsizetype to, const QColor &color);

    const ThemeSource *m_themes;
    Syntax m_syntax;
    bool m_isMuted = false;
};

} // namespace emberwatch
