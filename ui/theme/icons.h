// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>

namespace emberwatch {

/// The pictures we have, by what they mean. All but Application are monochrome and take the colour they are
/// given.
enum class Icon : quint8
{
    Application, ///< the ember, in its own colours

    Queued,
    Processing,
    Completed,
    Failed,
    Unreadable,

    Live,
    Stale,
    Connecting,
    Warning,
    Information,
    Question,
    Error,

    Search,
    Close,
    Filter,
    Columns,
    Pause,
    Resume,
    Refresh,
    Retry,
    Copy,
    Menu,
    Palette,
    Details,
    Charts,
    Keyboard,
    Doctor,
    History,
    Save,
    Download,
    Settings,

    ChevronDown,
    ChevronUp,
    ChevronRight,
    ArrowUp,
    ArrowDown,
    ArrowRight,
    Minus,
    Plus,
    Ellipsis,

    Redis,
    Database,
    Server,
    User,
    Type,
    Identifier,
    Clock,
    Hourglass,
    Lock,
    Unlock,
    Eye,
    Sun,
    Moon,
    Monitor,
    Link,
    ExternalLink,
    Trash,
    Zap,
    Unlink,
    NotEqual,
    Plan,
    Undo,
    Residue,
};

/// Icons as pixmaps in a colour and size, rendered once each and kept.
class Icons
{
public:
    /// @param size   width and height in device-independent pixels
    /// @param scale  device pixel ratio of where it will be painted
    [[nodiscard]] QPixmap pixmap(Icon icon, const QColor &color, int size, qreal scale);

private:
    struct Key
    {
        Icon icon;
        QRgb color;
        int size;
        int scalePercent;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, static_cast<int>(key.icon), key.color, key.size, key.scalePercent);
        }
    };
    QHash<Key, QPixmap> m_pixmaps;
};

} // namespace emberwatch
