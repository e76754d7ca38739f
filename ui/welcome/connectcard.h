// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/diagnosis/finding.h"
#include "core/redis/connectionoptions.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace emberwatch {

class AddressField;
class TestSteps;
class ThemeSource;

/// The address of a Redis, a test of it, and the way in.
class ConnectCard : public QFrame
{
    Q_OBJECT
public:
    /// @param themes  outlives the card
    explicit ConnectCard(const ThemeSource *themes, QWidget *parent = nullptr);

    void setAddress(const QString &url);
    void focusAddress();
    void showFinding(const Finding &finding);
    void showTestFinished();
    void showConnectError(const Error &error);
    /// Nothing is under way.
    void showReady();

Q_SIGNALS:
    void testRequested(const emberwatch::redis::ConnectionOptions &options);
    void testCancelled();
    void connectRequested(const emberwatch::redis::ConnectionOptions &options);

private:
    enum class Doing
    {
        Nothing,
        Testing,
        Connecting
    };
    void build();
    void arrange();
    void lookAnew();
    void addressEdited();
    void follow();
    void test();
    void connectNow();
    /// What the fields say; where they do not do, says so beside them and puts the focus where something is
    /// missing.
    [[nodiscard]] std::optional<redis::ConnectionOptions> options();
    [[nodiscard]] bool wouldLeakPassword(const redis::ConnectionOptions &options) const;
    void sayProblem(const QString &text);
    void sayQuietly(const QString &text);
    void setDoing(Doing doing);

    const ThemeSource *m_themes;
    Doing m_doing = Doing::Nothing;
    redis::ConnectionOptions m_tried; ///< the last address that was tested or connected to
    QLabel *m_title;
    QLabel *m_intro;
    AddressField *m_address;
    QPushButton *m_test;
    QPushButton *m_connect;
    QWidget *m_passwordRow;
    QLabel *m_passwordLabel;
    QLineEdit *m_password;
    QCheckBox *m_plain;
    QWidget *m_sayRow;
    QLabel *m_sayIcon;
    QLabel *m_say;
    bool m_saysProblem = false;
    TestSteps *m_steps;
};

} // namespace emberwatch
