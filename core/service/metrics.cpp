// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace emberwatch {

namespace {

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

bool isName(const QByteArray &name)
{
    const bool hasDigitAhead = !name.isEmpty() && name.front() >= '0' && name.front() <= '9';
    return !name.isEmpty() && !hasDigitAhead && std::all_of(name.begin(), name.end(), isNameCharacter);
}

QByteArray escapedHelp(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('\n', "\\n");
}

QByteArray escapedLabel(QByteArray text)
{
    return escapedHelp(std::move(text)).replace('"', "\\\"");
}

QByteArray labelText(const Metrics::Labels &labels)
{
    QByteArrayList parts;
    for (auto label = labels.begin(); label != labels.end(); ++label)
        parts.append(label.key() + "=\"" + escapedLabel(*label) + '"');
    return parts.isEmpty() ? QByteArray() : '{' + parts.join(',') + '}';
}

QByteArray numberText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> digits{};
    const std::to_chars_result result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return QByteArray(digits.data(), result.ptr - digits.data());
}

} // namespace

void Metrics::describe(const QByteArray &name, MetricKind kind, const QByteArray &help)
{
    Q_ASSERT(isName(name));
    m_families.insert(name, {kind, help, {}});
}

Metrics::Family &Metrics::family(const QByteArray &name)
{
    Q_ASSERT(m_families.contains(name));
    return m_families[name];
}

void Metrics::set(const QByteArray &name, double value, const Labels &labels)
{
    family(name).samples.insert(labelText(labels), value);
}

void Metrics::add(const QByteArray &name, double value, const Labels &labels)
{
    family(name).samples[labelText(labels)] += value;
}

void Metrics::clear(const QByteArray &name)
{
    family(name).samples.clear();
}

double Metrics::value(const QByteArray &name, const Labels &labels) const
{
    return m_families.value(name).samples.value(labelText(labels));
}

QByteArray Metrics::text() const
{
    QByteArray text;
    for (auto family = m_families.begin(); family != m_families.end(); ++family) {
        const QByteArray &name = family.key();
        text += "# HELP " + name + ' ' + escapedHelp(family->help) + '\n';
        text += "# TYPE " + name + (family->kind == MetricKind::Counter ? " counter\n" : " gauge\n");
        for (auto sample = family->samples.begin(); sample != family->samples.end(); ++sample)
            text += name + sample.key() + ' ' + numberText(*sample) + '\n';
    }
    return text;
}

QByteArray Metrics::contentType()
{
    return "text/plain; version=0.0.4; charset=utf-8";
}

} // namespace emberwatch
