// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/quantity.h"

#include <QTest>

using namespace emberwatch::filter;
using namespace Qt::StringLiterals;

class QuantityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void duration_data();
    void duration();
    void percent_data();
    void percent();
};

namespace {

void quantity(const QString &text, std::optional<double> expected)
{
    QTest::newRow(qPrintable(text.isEmpty() ? u"empty"_s : text.left(40))) << text << expected;
}

} // namespace

void QuantityTest::duration_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<double>>("expected");
    quantity(u"0"_s, 0);
    quantity(u"90"_s, 90'000);
    quantity(u"1.5"_s, 1500);
    quantity(u"250ms"_s, 250);
    quantity(u"90s"_s, 90'000);
    quantity(u"10m"_s, 600'000);
    quantity(u"2h"_s, 7'200'000);
    quantity(u"1d"_s, 86'400'000);
    quantity(u"1h30m"_s, 5'400'000);
    quantity(u"1d2h3m4s5ms"_s, 93'784'005);
    quantity(u"1.5h"_s, 5'400'000);
    for (const QString &wrong : {u""_s, u"m"_s, u"10x"_s, u"1h30"_s, u"30m1"_s, u"-5m"_s, u"+5m"_s, u"1.m"_s,
             u".5m"_s, u"1.2.3m"_s, u"1,5m"_s, u"10 m"_s, u"10M"_s, u"1e3"_s, u"1e3s"_s, u"10%"_s, u"inf"_s,
             u"nan"_s, u"\u0661m"_s, QString(QString(400, u'9') + u'd')})
        quantity(wrong, std::nullopt);
}

void QuantityTest::duration()
{
    QFETCH(QString, text);
    QFETCH(std::optional<double>, expected);
    QCOMPARE(parseDuration(text), expected);
}

void QuantityTest::percent_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<double>>("expected");
    quantity(u"50"_s, 50);
    quantity(u"50%"_s, 50);
    quantity(u"99.5%"_s, 99.5);
    quantity(u"0"_s, 0);
    for (const QString &wrong : {u""_s, u"%"_s, u"-1"_s, u"50%%"_s, u"5m"_s, u"1e1"_s, u"50."_s})
        quantity(wrong, std::nullopt);
}

void QuantityTest::percent()
{
    QFETCH(QString, text);
    QFETCH(std::optional<double>, expected);
    QCOMPARE(parsePercent(text), expected);
}

QTEST_GUILESS_MAIN(QuantityTest)
#include "tst_quantity.moc"
