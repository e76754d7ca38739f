// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>

namespace emberwatch {

enum class MetricKind : quint8
{
    Counter, ///< only grows
    Gauge
};

/// Numbers that a service tells about itself: a value with names, labels and their text form.
/// Source: Prometheus documentation, text-based exposition format 0.0.4.
class Metrics
{
public:
    using Labels = QMap<QByteArray, QByteArray>;

    /// Before the first value. Names are [a-zA-Z_:][a-zA-Z0-9_:]*, counters end in _total.
    void describe(const QByteArray &name, MetricKind kind, const QByteArray &help);
    void set(const QByteArray &name, double value, const Labels &labels = {});
    void add(const QByteArray &name, double value = 1, const Labels &labels = {});
    /// Takes the values of one name away: what it spoke of is gone.
    void clear(const QByteArray &name);
    /// 0 where there is none.
    [[nodiscard]] double value(const QByteArray &name, const Labels &labels = {}) const;

    [[nodiscard]] QByteArray text() const;
    /// "text/plain; version=0.0.4; charset=utf-8"
    [[nodiscard]] static QByteArray contentType();

private:
    struct Family
    {
        MetricKind kind = MetricKind::Gauge;
        QByteArray help;
        QMap<QByteArray, double> samples; ///< by the text of their labels: {a="b"}
    };
    [[nodiscard]] Family &family(const QByteArray &name);

    QMap<QByteArray, Family> m_families;
};

} // namespace emberwatch
