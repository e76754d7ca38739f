// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/themesource.h"
#include "ui/welcome/addressfield.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestAddressField : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        themes = std::make_unique<ThemeSource>(ThemeChoice::Light, Fonts::systemInterface());
        field = std::make_unique<AddressField>(themes.get());
        field->show();
    }

    void cleanup()
    {
        field.reset();
        themes.reset();
    }

    void aPastedPasswordIsNeverShown()
    {
        QSignalSpy changed(field.get(), &QLineEdit::textChanged);
        paste(u"redis://bob:secret@h:6379/0"_s);
        QCOMPARE(field->text(), u"redis://bob:"_s + MaskedAddress::mask() + u"@h:6379/0"_s);
        QCOMPARE(field->address(), u"redis://bob:secret@h:6379/0"_s);
        field->undo();
        QVERIFY(!field->text().contains("secret"_L1));
        field->selectAll();
        field->copy();
        QVERIFY(!QApplication::clipboard()->text().contains("secret"_L1));
    }

    void aCommandBecomesAUrl()
    {
        paste(u"redis-cli -h h -p 6380 -a secret"_s);
        QCOMPARE(field->text(), u"redis://:"_s + MaskedAddress::mask() + u"@h:6380"_s);
        QCOMPARE(field->address(), u"redis://:secret@h:6380"_s);
    }

    void typingIsLeftAsItIs()
    {
        QTest::keyClicks(field.get(), u"redis-cli -h cache"_s);
        QCOMPARE(field->text(), u"redis-cli -h cache"_s);
        QCOMPARE(field->address(), u"redis://cache:6379"_s);
    }

    void theCursorStaysWhereItWasTyped()
    {
        field->setAddress(u"redis://u:secret@host"_s);
        field->setCursorPosition(static_cast<int>(field->text().indexOf("host"_L1)));
        QTest::keyClicks(field.get(), u"my"_s);
        QCOMPARE(field->address(), u"redis://u:secret@myhost"_s);
    }

    void editsAreTold()
    {
        QSignalSpy edited(field.get(), &AddressField::addressEdited);
        field->setAddress(u"redis://h"_s);
        QCOMPARE(edited.count(), 0);
        QTest::keyClicks(field.get(), u"x"_s);
        QCOMPARE(edited.count(), 1);
    }

private:
    void paste(const QString &text) const
    {
        QApplication::clipboard()->setText(text);
        field->paste();
    }

    std::unique_ptr<ThemeSource> themes;
    std::unique_ptr<AddressField> field;
};

QTEST_MAIN(TestAddressField)
#include "tst_addressfield.moc"
