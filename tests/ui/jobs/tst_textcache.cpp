// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/textcache.h"

#include "ui/theme/fonts.h"

#include <QFontMetrics>
#include <QImage>
#include <QtTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

enum Face
{
    Body,
    Mono
};

/// Painting needs something to paint on.
class Canvas
{
public:
    Canvas()
        : fonts(Fonts::from(Fonts::systemInterface()))
    {
        image.fill(Qt::white);
        painter.begin(&image);
        painter.setPen(Qt::black);
        texts.setFonts({fonts.body, fonts.mono});
    }
    /// Columns with ink in them: first and last.
    [[nodiscard]] std::pair<int, int> ink() const
    {
        int first = image.width();
        int last = -1;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == Qt::white)
                    continue;
                first = std::min(first, x);
                last = std::max(last, x);
            }
        }
        return {first, last};
    }

    Fonts fonts;
    QImage image{400, 40, QImage::Format_RGB32};
    QPainter painter;
    TextCache texts;
};

} // namespace

class TestTextCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsToItsWidth_data();
    void keepsToItsWidth();
    void standsAtTheRight();
    void paintsTheSameAgain();
    void drawsNothingWithoutRoom();
};

void TestTextCache::keepsToItsWidth_data()
{
    QTest::addColumn<int>("face");
    QTest::addColumn<QString>("text");
    const QString id = u"d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41"_s;
    QTest::newRow("a proportional face") << int(Body) << id;
    QTest::newRow("a fixed one") << int(Mono) << id;
    QTest::newRow("a fixed one, other scripts") << int(Mono) << u"задание-0123456789-задание-0123456789"_s;
}

void TestTextCache::keepsToItsWidth()
{
    QFETCH(const int, face);
    QFETCH(const QString, text);
    for (const int width : {20, 60, 111, 150}) {
        Canvas canvas;
        const int used = canvas.texts.draw(canvas.painter, 10, 20, width, face, text, Qt::ElideMiddle);
        const auto [first, last] = canvas.ink();
        QVERIFY(first >= 9 && last <= 10 + width + 1);
        QVERIFY(used <= width + 1 && used > width / 3);
    }
}

void TestTextCache::standsAtTheRight()
{
    Canvas canvas;
    const int used
        = canvas.texts.draw(canvas.painter, 300, 20, 100, Body, u"14 m 11 s"_s, Qt::ElideLeft, true);
    const auto [first, last] = canvas.ink();
    QVERIFY(last < 301 && last > 290);
    QVERIFY(first >= 299 - used);
}

void TestTextCache::paintsTheSameAgain()
{
    Canvas canvas;
    std::vector<QImage> pictures;
    for (int round = 0; round < 2; ++round) {
        canvas.painter.fillRect(canvas.image.rect(), Qt::white);
        (void)canvas.texts.draw(canvas.painter, 10, 20, 80, Mono, u"0123456789abcdef0123"_s, Qt::ElideMiddle);
        pictures.push_back(canvas.image.copy());
    }
    QVERIFY(canvas.ink().second > 50);
    QCOMPARE(pictures[0], pictures[1]);
}

void TestTextCache::drawsNothingWithoutRoom()
{
    Canvas canvas;
    QCOMPARE(canvas.texts.draw(canvas.painter, 10, 20, 0, Body, u"text"_s), 0);
    QCOMPARE(canvas.texts.draw(canvas.painter, 10, 20, -5, Mono, u"text"_s), 0);
    QCOMPARE(canvas.texts.draw(canvas.painter, 10, 20, 50, Body, QString()), 0);
    QCOMPARE(canvas.ink().second, -1);
}

QTEST_MAIN(TestTextCache)
#include "tst_textcache.moc"
