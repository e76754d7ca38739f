// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colors.h"

#include "ui/theme/contrast.h"
#include "ui/theme/palette.h"

#include <QTest>

using namespace emberwatch;

namespace {

constexpr double text = 4.5;
constexpr double outline = 3;

using Role = QColor Colors::*;

struct NamedRole
{
    const char *name;
    Role role;
};

constexpr NamedRole textRoles[]
    = {{"text", &Colors::text}, {"second", &Colors::second}, {"third", &Colors::third},
        {"queued", &Colors::queued}, {"processing", &Colors::processing}, {"completed", &Colors::completed},
        {"failed", &Colors::failed}, {"warning", &Colors::warning}, {"conflict", &Colors::conflict}};
constexpr NamedRole outlineRoles[] = {{"outline", &Colors::outline}, {"accent", &Colors::accent}};
constexpr NamedRole backgrounds[]
    = {{"window", &Colors::window}, {"base", &Colors::base}, {"raised", &Colors::raised}};

QPalette highContrast()
{
    QPalette palette;
    palette.setColor(QPalette::Window, Qt::black);
    palette.setColor(QPalette::Base, Qt::black);
    palette.setColor(QPalette::Button, Qt::black);
    palette.setColor(QPalette::WindowText, Qt::white);
    palette.setColor(QPalette::Highlight, Qt::yellow);
    palette.setColor(QPalette::HighlightedText, Qt::black);
    return palette;
}

} // namespace

class TestColors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastOfKnownPairs();
    void everyTextCanBeRead_data();
    void everyTextCanBeRead();
    void outlinesCanBeSeen_data();
    void outlinesCanBeSeen();
    void textOnFillsCanBeRead_data();
    void textOnFillsCanBeRead();
    void highContrastIsRespected();
    void usualPalettesAreNotTaken();
};

void TestColors::contrastOfKnownPairs()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white)), 1);
    QVERIFY(qAbs(contrast(QColor(0x777777), Qt::white) - 4.48) < 0.01); // the WCAG's own example
}

void TestColors::everyTextCanBeRead_data()
{
    QTest::addColumn<double>("ratio");
    for (const auto &[theme, colors] :
        {std::pair("dark", Colors::dark()), std::pair("light", Colors::light())}) {
        for (const NamedRole &role : textRoles) {
            for (const NamedRole &background : backgrounds)
                QTest::addRow("%s: %s on %s", theme, role.name, background.name)
                    << contrast(colors.*role.role, colors.*background.role);
        }
    }
}

void TestColors::everyTextCanBeRead()
{
    QFETCH(double, ratio);
    QVERIFY2(ratio >= text, qPrintable(QString::number(ratio)));
}

void TestColors::outlinesCanBeSeen_data()
{
    QTest::addColumn<double>("ratio");
    for (const auto &[theme, colors] :
        {std::pair("dark", Colors::dark()), std::pair("light", Colors::light())}) {
        for (const NamedRole &role : outlineRoles) {
            for (const NamedRole &background : backgrounds)
                QTest::addRow("%s: %s on %s", theme, role.name, background.name)
                    << contrast(colors.*role.role, colors.*background.role);
        }
    }
}

void TestColors::outlinesCanBeSeen()
{
    QFETCH(double, ratio);
    QVERIFY2(ratio >= outline, qPrintable(QString::number(ratio)));
}

void TestColors::textOnFillsCanBeRead_data()
{
    QTest::addColumn<double>("ratio");
    for (const auto &[theme, c] : {std::pair("dark", Colors::dark()), std::pair("light", Colors::light())}) {
        QTest::addRow("%s: primary button", theme) << contrast(c.onAccent, c.accent);
        QTest::addRow("%s: selected row", theme) << contrast(c.onSelection, c.selection);
        QTest::addRow("%s: production", theme) << contrast(c.onClass, c.production);
        QTest::addRow("%s: staging", theme) << contrast(c.onClass, c.staging);
        QTest::addRow("%s: development", theme) << contrast(c.onClass, c.development);
        QTest::addRow("%s: warning on its tint", theme) << contrast(c.warning, c.warningTint);
        QTest::addRow("%s: text on the warning's tint", theme) << contrast(c.text, c.warningTint);
        QTest::addRow("%s: failed on its tint", theme) << contrast(c.failed, c.failedTint);
        QTest::addRow("%s: conflict on its tint", theme) << contrast(c.conflict, c.conflictTint);
    }
}

void TestColors::textOnFillsCanBeRead()
{
    QFETCH(double, ratio);
    QVERIFY2(ratio >= text, qPrintable(QString::number(ratio)));
}

void TestColors::highContrastIsRespected()
{
    const QPalette system = highContrast();
    QVERIFY(isUnusual(system));
    const Colors colors = Colors::fromPalette(system);
    QVERIFY(colors.isHighContrast);
    QCOMPARE(colors.window, QColor(Qt::black));
    QCOMPARE(colors.third, QColor(Qt::white));
    QCOMPARE(colors.selection, QColor(Qt::yellow));
    for (const NamedRole &role : textRoles)
        QVERIFY2(contrast(colors.*role.role, colors.base) >= text, role.name);
}

void TestColors::usualPalettesAreNotTaken()
{
    QVERIFY(!isUnusual(paletteOf(Colors::dark())));
    QVERIFY(!isUnusual(paletteOf(Colors::light())));
}

QTEST_GUILESS_MAIN(TestColors)
#include "tst_colors.moc"
