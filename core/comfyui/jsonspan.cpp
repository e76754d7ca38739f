// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jsonspan.h"

namespace emberwatch::comfyui {

namespace {

/// Walks over a document that is known to be valid. Never reads past its end.
class Cursor
{
public:
    explicit Cursor(QByteArrayView text)
        : m_at(text.begin())
        , m_end(text.end())
    {
        skipSpace();
    }

    [[nodiscard]] char peek() const { return m_at < m_end ? *m_at : '\0'; }

    void skipOne()
    {
        if (m_at < m_end)
            ++m_at;
        skipSpace();
    }

    [[nodiscard]] QByteArrayView takeValue()
    {
        const char *const begin = m_at;
        int depth = 0;
        do {
            const char c = peek();
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
            } else if (c == '}' || c == ']') {
                --depth;
                ++m_at;
            } else if (depth > 0) {
                ++m_at;
            } else {
                skipScalar();
            }
        } while (depth > 0 && m_at < m_end);
        const QByteArrayView value(begin, m_at - begin);
        skipSpace();
        return value;
    }

private:
    void skipSpace()
    {
        while (m_at < m_end && QByteArrayView(" \t\r\n").contains(*m_at))
            ++m_at;
    }

    void skipScalar()
    {
        while (m_at < m_end && !QByteArrayView(",]} \t\r\n").contains(*m_at))
            ++m_at;
    }

    void skipString()
    {
        for (++m_at; m_at < m_end; ++m_at) {
            if (*m_at == '"') {
                ++m_at;
                return;
            }
            if (*m_at == '\\' && m_at + 1 < m_end)
                ++m_at;
        }
    }

    const char *m_at;
    const char *m_end;
};

std::optional<QByteArrayView> memberOf(QByteArrayView object, QByteArrayView name)
{
    Cursor cursor(object);
    if (cursor.peek() != '{')
        return std::nullopt;
    cursor.skipOne();
    std::optional<QByteArrayView> found;
    while (cursor.peek() == '"') {
        const QByteArrayView key = cursor.takeValue();
        cursor.skipOne(); // the colon
        const QByteArrayView value = cursor.takeValue();
        if (key.size() == name.size() + 2 && key.sliced(1, name.size()) == name)
            found = value;
        if (cursor.peek() == ',')
            cursor.skipOne();
    }
    return found;
}

std::optional<QByteArrayView> itemOf(QByteArrayView array, int index)
{
    Cursor cursor(array);
    if (cursor.peek() != '[')
        return std::nullopt;
    cursor.skipOne();
    for (int i = 0; cursor.peek() != ']' && cursor.peek() != '\0'; ++i) {
        const QByteArrayView value = cursor.takeValue();
        if (i == index)
            return value;
        if (cursor.peek() == ',')
            cursor.skipOne();
    }
    return std::nullopt;
}

std::optional<QByteArrayView> stepInto(QByteArrayView value, const JsonStep &step)
{
    const auto *name = std::get_if<QByteArrayView>(&step);
    return name ? memberOf(value, *name) : itemOf(value, std::get<int>(step));
}

} // namespace

std::optional<QByteArrayView> jsonSpan(QByteArrayView document, std::initializer_list<JsonStep> path)
{
    std::optional<QByteArrayView> value = document;
    for (const JsonStep &step : path) {
        value = stepInto(*value, step);
        if (!value)
            return std::nullopt;
    }
    return value;
}

} // namespace emberwatch::comfyui
