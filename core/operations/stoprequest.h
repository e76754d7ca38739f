// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace emberwatch {

/// Asks a procedure to end at its next step boundary. Shared by whoever asks and the procedure. One thread.
class StopRequest : public QObject
{
    Q_OBJECT
public:
    void request();
    [[nodiscard]] bool isRequested() const { return m_isRequested; }

Q_SIGNALS:
    void requested();

private:
    bool m_isRequested = false;
};
using StopRequestPtr = std::shared_ptr<StopRequest>;

} // namespace emberwatch
