// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/jobs/documentmaker.h"

#include <algorithm>
#include <array>
#include <utility>

namespace emberwatch::test {

namespace {

const std::array<QByteArray, 5> requiredNames{"promptId", "type", "status", "progress", "startedAt"};
const std::array<QByteArray, 4> optionalNames{"userId", "characterId", "clientId", "serverUrl"};
const std::array<QByteArray, 8> unknownNames{
    "", "note", "Status", "progress ", "prompt\u00e9", "owner", "a\"b", "x\\"};
const std::array<QByteArray, 3> atoms{"true", "false", "null"};

} // namespace

QByteArray MadeDocument::bytes() const
{
    QByteArray result = front;
    for (size_t i = 0; i < members.size(); ++i) {
        if (i > 0)
            result += ',';
        result += members[i].front + members[i].value + members[i].behind;
    }
    return result + behind;
}

MadeDocument::Member *MadeDocument::last(QByteArrayView name)
{
    const auto found
        = std::find_if(members.rbegin(), members.rend(), [name](const Member &m) { return m.name == name; });
    return found == members.rend() ? nullptr : &*found;
}

MadeDocument DocumentMaker::job()
{
    MadeDocument document;
    addUnknown(document, m_random.below(4));
    // What stands before the last of its name may be anything.
    for (int i = m_random.below(3); i > 0; --i)
        addMember(document, m_random.oneOf(requiredNames), value(3));
    addKnown(document);
    decorate(document);
    return document;
}

MadeDocument DocumentMaker::object()
{
    MadeDocument document;
    for (int i = m_random.below(4); i > 0; --i) {
        const QByteArray name = m_random.oneOf(requiredNames);
        addMember(document, name, m_random.chance(70) ? knownValue(name) : value(3));
    }
    addUnknown(document, m_random.below(3));
    decorate(document);
    return document;
}

void DocumentMaker::addKnown(MadeDocument &document)
{
    std::vector<QByteArray> names(requiredNames.begin(), requiredNames.end());
    for (const QByteArray &name : optionalNames) {
        if (m_random.chance(70))
            names.push_back(name);
    }
    for (size_t i = names.size() - 1; i > 0; --i)
        std::swap(names[i], names[m_random.below(i + 1)]);
    for (const QByteArray &name : names) {
        addMember(document, name, knownValue(name));
        if (m_random.chance(15))
            addUnknown(document, 1);
    }
}

void DocumentMaker::addUnknown(MadeDocument &document, int count)
{
    for (; count > 0; --count)
        addMember(document, m_random.oneOf(unknownNames), value(4));
}

void DocumentMaker::addMember(MadeDocument &document, const QByteArray &name, const QByteArray &value)
{
    document.members.push_back({name, space() + nameText(name) + space() + ':' + space(), value, space()});
}

void DocumentMaker::decorate(MadeDocument &document)
{
    document.front = space() + '{';
    if (document.members.empty())
        document.front += space();
    document.behind = '}' + space();
}

QByteArray DocumentMaker::knownValue(const QByteArray &name)
{
    static const std::array<QByteArray, 6> statuses{"\"queued\"", "\"processing\"", "\"completed\"",
        "\"failed\"", "\"\\u0071ueued\"", "\"fai\\u006Ced\""};
    static const std::array<QByteArray, 8> progresses{
        "0", "100", "42.5", "4e1", "-0", "99.99999999999999", "1e-400", "0.5E+01"};
    static const std::array<QByteArray, 7> starts{
        "1700000000123", "1.7e12", "1700000000", "-1", "0.5", "1e400", "1700000000123.00"};
    if (name == "status")
        return m_random.oneOf(statuses);
    if (name == "progress")
        return m_random.oneOf(progresses);
    if (name == "startedAt")
        return m_random.oneOf(starts);
    const bool isOptional
        = std::find(optionalNames.begin(), optionalNames.end(), name) != optionalNames.end();
    return isOptional && m_random.chance(20) ? "null" : string();
}

QByteArray DocumentMaker::space()
{
    if (m_random.chance(80))
        return {};
    QByteArray result;
    for (int i = m_random.below(3); i >= 0; --i)
        result += m_random.oneOf(QByteArray(" \n\t\r"));
    return result;
}

/// Each character as it is or as an escape.
QByteArray DocumentMaker::nameText(const QByteArray &name)
{
    QByteArray result("\"");
    for (const char c : name) {
        const bool isAscii = c > 0;
        if (c == '"' || c == '\\')
            result += QByteArray("\\") + c;
        else if (isAscii && m_random.chance(2))
            result += "\\u00" + QByteArray::number(static_cast<int>(c), 16);
        else
            result += c;
    }
    return result + '"';
}

QByteArray DocumentMaker::value(int depth)
{
    switch (m_random.below(depth > 0 ? 6 : 4)) {
    case 0:
        return m_random.oneOf(atoms);
    case 1:
    case 2:
        return string();
    case 3:
        return number();
    default:
        return container(depth - 1);
    }
}

QByteArray DocumentMaker::container(int depth)
{
    const bool isObject = m_random.chance(50);
    QByteArray result = (isObject ? '{' : '[') + space();
    for (int i = m_random.below(4); i > 0; --i) {
        if (isObject) {
            const QByteArray name = m_random.chance(50) ? nameText(m_random.oneOf(requiredNames)) : string();
            result += name + space() + ':' + space();
        }
        result += value(depth) + space();
        if (i > 1)
            result += ',' + space();
    }
    return result + (isObject ? '}' : ']');
}

QByteArray DocumentMaker::string()
{
    QByteArray result("\"");
    for (int i = m_random.below(6); i > 0; --i)
        result += stringPiece();
    return result + '"';
}

QByteArray DocumentMaker::stringPiece()
{
    static const std::array<QByteArray, 18> pieces{"\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t",
        "\\u0000", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\uDFFF", "\u00e9", "\u7d75", "\U0001F600",
        "{[,:]}", "\x7f"};
    static const QByteArray letters("abcdefghijklmnopqrstuvwxyz0123456789-_./: ");
    if (m_random.chance(25))
        return m_random.oneOf(pieces);
    QByteArray result;
    for (int i = m_random.below(20); i > 0; --i)
        result += m_random.oneOf(letters);
    return result;
}

QByteArray DocumentMaker::number()
{
    static const std::array<QByteArray, 8> odd{"18446744073709551615", "18446744073709551616",
        "9223372036854775808", "-9223372036854775809", "1e400", "-1E-400", "-0.0",
        "123456789012345678901234567890"};
    if (m_random.chance(20))
        return m_random.oneOf(odd);
    QByteArray result(m_random.chance(30) ? "-" : "");
    result += m_random.chance(20) ? QByteArray("0") : QByteArray::number(1 + m_random.below(9)) + digits(15);
    if (m_random.chance(30))
        result += '.' + QByteArray::number(m_random.below(10)) + digits(15);
    if (m_random.chance(20)) {
        static const std::array<QByteArray, 4> marks{"e", "E", "e+", "E-"};
        result += m_random.oneOf(marks) + QByteArray::number(m_random.below(10)) + digits(1);
    }
    return result;
}

QByteArray DocumentMaker::digits(int most)
{
    QByteArray result;
    for (int i = m_random.below(most + 1); i > 0; --i)
        result += static_cast<char>('0' + m_random.below(10));
    return result;
}

QByteArray DocumentMaker::soup()
{
    static const std::array<QByteArray, 16> tokens{
        "{", "}", "[", "]", ",", ":", "\"a\"", "1", "true", "null", " ", "{", "}", "\"\"", "-", "\\"};
    QByteArray result(m_random.chance(70) ? "{" : "");
    for (int i = m_random.below(10); i > 0; --i)
        result += m_random.oneOf(tokens);
    return m_random.chance(50) ? result + '}' : result;
}

QByteArray DocumentMaker::damaged(QByteArray document)
{
    static const QByteArray likely("{}[],:\"\\0123456789eE+-.truefalsn \n\x01\x80\xc3\xff");
    for (int i = m_random.below(3); i >= 0; --i) {
        const qsizetype position = m_random.below(document.size() + 1);
        const qsizetype length = m_random.below(std::min<qsizetype>(document.size() - position, 20) + 1);
        switch (m_random.below(5)) {
        case 0:
            document.truncate(position);
            break;
        case 1:
            document.remove(position, length);
            break;
        case 2:
            document.insert(position, document.mid(position, length));
            break;
        case 3:
            document.insert(position, m_random.oneOf(likely));
            break;
        default:
            if (position < document.size())
                document[position] = static_cast<char>(document[position] ^ (1 << m_random.below(8)));
            break;
        }
    }
    return document;
}

} // namespace emberwatch::test
