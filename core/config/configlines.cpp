// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/configlines.h"

#include "core/jobs/jobkey.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

bool hasControl(QStringView text)
{
    return std::any_of(
        text.begin(), text.end(), [](QChar c) { return c != u'\t' && c.category() == QChar::Other_Control; });
}

QString unquoted(const QString &value)
{
    const bool isQuoted = value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"');
    return isQuoted ? value.mid(1, value.size() - 2) : value;
}

/// Reads line after line.
class Reader
{
public:
    explicit Reader(QString name)
        : m_name(std::move(name))
    {
    }

    [[nodiscard]] Result<void> read(const QString &line)
    {
        ++m_line;
        const QString text = line.trimmed();
        if (hasControl(text))
            return wrong(u"control characters"_s);
        if (text.isEmpty() || text.startsWith(u'#') || text.startsWith(u';'))
            return {};
        return text.startsWith(u'[') ? readSection(text) : readSetting(text);
    }

    [[nodiscard]] ConfigText taken() { return std::move(m_text); }
    [[nodiscard]] tl::unexpected<Error> wrong(const QString &reason) const
    {
        return failure(Error::Kind::Parse, placeText(m_name, m_line) + u": "_s + reason);
    }

private:
    [[nodiscard]] Result<void> readSection(const QString &text)
    {
        if (!text.endsWith(u']') || text.size() < 3)
            return wrong(u"a section is written [name], not %1"_s.arg(quotedForMessage(text)));
        m_section = text.mid(1, text.size() - 2).simplified();
        if (m_seen.contains({m_section, QString()}))
            return wrong(u"the section %1 comes twice"_s.arg(quotedForMessage(m_section)));
        m_seen.insert({m_section, QString()});
        m_text.sections.append({m_section, m_line});
        return {};
    }

    [[nodiscard]] Result<void> readSetting(const QString &text)
    {
        const qsizetype equals = text.indexOf(u'=');
        if (equals <= 0)
            return wrong(u"a setting is written key = value, not %1"_s.arg(quotedForMessage(text)));
        const ConfigLine setting{
            m_section, text.left(equals).trimmed(), unquoted(text.mid(equals + 1).trimmed()), m_line};
        if (m_seen.contains({m_section, setting.key}))
            return wrong(u"%1 is set twice"_s.arg(quotedForMessage(setting.key)));
        m_seen.insert({m_section, setting.key});
        m_text.lines.append(setting);
        return {};
    }

    QString m_name;
    QString m_section;
    int m_line = 0;
    ConfigText m_text;
    QSet<std::pair<QString, QString>> m_seen;
};

int lineOf(const QByteArray &text, qsizetype offset)
{
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + offset, '\n'));
}

/// Where the text stops being UTF-8: the first line that cannot be decoded.
int firstBadLine(const QByteArray &text)
{
    qsizetype start = 0;
    for (const QByteArray &line : text.split('\n')) {
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder(line);
        if (decoder.hasError() || decoded.contains(QChar::ReplacementCharacter))
            return lineOf(text, start);
        start += line.size() + 1;
    }
    return 1;
}

} // namespace

QString quotedForMessage(const QString &text)
{
    // Whoever writes a password into a file reads of it without seeing it again.
    static const QRegularExpression userPart(u"://[^/\\s]*@"_s);
    QString clean = text;
    clean.replace(userPart, u"://...@"_s);
    return u'"' + displayText(clean.left(80).toUtf8()) + u'"';
}

QString placeText(const QString &name, int line)
{
    return u"%1, line %2"_s.arg(name, QString::number(line));
}

Result<QList<ConfigLine>> parseConfigLines(const QByteArray &text, const QString &name)
{
    return parseConfigText(text, name).map([](const ConfigText &config) { return config.lines; });
}

Result<ConfigText> parseConfigText(const QByteArray &text, const QString &name)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(text);
    if (decoder.hasError())
        return failure(Error::Kind::Parse, placeText(name, firstBadLine(text)) + u": not UTF-8"_s);
    Reader reader(name);
    for (QString line : decoded.split(u'\n')) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (const Result<void> done = reader.read(line); !done)
            return tl::make_unexpected(done.error());
    }
    return reader.taken();
}

} // namespace emberwatch
