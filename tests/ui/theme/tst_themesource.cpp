// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/themesource.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QFont body(double points)
{
    QFont font(u"DejaVu Sans"_s);
    font.setPointSizeF(points);
    return font;
}

/// The colour of the middle of what is not transparent.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255)
                return image.pixelColor(x, y).rgb();
        }
    }
    return {};
}

} // namespace

class TestThemeSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsOnWhatWasChosen();
    void tellsOnlyOfRealChanges();
    void everyIconIsThere();
    void iconsTakeTheirColorAndSize();
    void actionIconsFollowTheTheme();
    void heightsGrowWithTheFont_data();
    void heightsGrowWithTheFont();
};

void TestThemeSource::putsOnWhatWasChosen()
{
    ThemeSource themes(ThemeChoice::Light, body(10));
    QCOMPARE(QApplication::palette().color(QPalette::Base), Colors::light().base);
    themes.setChoice(ThemeChoice::Dark);
    QCOMPARE(themes.colors(), Colors::dark());
    QCOMPARE(QApplication::palette().color(QPalette::Base), Colors::dark().base);
    QVERIFY(!qApp->styleSheet().contains(u'%')); // every name was replaced
}

void TestThemeSource::tellsOnlyOfRealChanges()
{
    ThemeSource themes(ThemeChoice::Light, body(10));
    QSignalSpy changed(&themes, &ThemeSource::themeChanged);
    themes.setChoice(ThemeChoice::Light);
    themes.setChoice(ThemeChoice::System); // the test's system is light
    QCOMPARE(changed.count(), 0);
    themes.setChoice(ThemeChoice::Dark);
    themes.setBodyFont(body(12));
    QCOMPARE(changed.count(), 2);
}

void TestThemeSource::everyIconIsThere()
{
    const ThemeSource themes(ThemeChoice::Dark, body(10));
    for (int i = 0; i <= static_cast<int>(Icon::Zap); ++i) {
        const QPixmap pixmap = themes.pixmap(static_cast<Icon>(i), Qt::red, 16, 1);
        QVERIFY2(inkOf(pixmap).isValid() || !pixmap.toImage().allGray(), qPrintable(QString::number(i)));
    }
}

void TestThemeSource::iconsTakeTheirColorAndSize()
{
    const ThemeSource themes(ThemeChoice::Dark, body(10));
    const QPixmap pixmap = themes.pixmap(Icon::Failed, QColor(1, 2, 3), 16, 1.5);
    QCOMPARE(pixmap.size(), QSize(24, 24));
    QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
    QCOMPARE(inkOf(pixmap), QColor(1, 2, 3));
}

void TestThemeSource::actionIconsFollowTheTheme()
{
    ThemeSource themes(ThemeChoice::Dark, body(10));
    const QIcon icon = themes.icon(Icon::Failed);
    QCOMPARE(inkOf(icon.pixmap(16, 16)), Colors::dark().text);
    QCOMPARE(inkOf(icon.pixmap(QSize(16, 16), QIcon::Disabled)), Colors::dark().disabled);
    themes.setChoice(ThemeChoice::Light);
    QCOMPARE(inkOf(icon.pixmap(16, 16)), Colors::light().text);
    QCOMPARE(icon.pixmap(QSize(20, 16)).size(), QSize(20, 16));
}

void TestThemeSource::heightsGrowWithTheFont_data()
{
    QTest::addColumn<double>("points");
    QTest::addRow("8 points") << 8.0;
    QTest::addRow("10 points") << 10.0;
    QTest::addRow("12 points") << 12.0;
    QTest::addRow("16 points") << 16.0;
}

void TestThemeSource::heightsGrowWithTheFont()
{
    QFETCH(double, points);
    const ThemeSource themes(ThemeChoice::Light, body(points));
    const Measures &measures = themes.measures();
    const int text = QFontMetrics(themes.fonts().body).height();
    QVERIFY(measures.row >= text + 4);
    QVERIFY(measures.control >= text + 8);
    QVERIFY(measures.chip >= text + 4);
    QVERIFY(measures.icon <= measures.chip - 4);
    QCOMPARE(measures.control % measures.grid, 0);
    QCOMPARE(measures.chip % measures.grid, 0);
}

QTEST_MAIN(TestThemeSource)
#include "tst_themesource.moc"
