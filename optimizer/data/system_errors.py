"""What the system says where a file cannot be read or written, in both languages."""

from __future__ import annotations

import errno
import os

from optimizer.text import Text

_CHINESE = {
    errno.EACCES: "没有访问权限",
    errno.EPERM: "操作不被允许",
    errno.EROFS: "文件系统为只读",
    errno.ENOSPC: "磁盘空间已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.ENOENT: "文件或目录不存在",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "是一个目录",
    errno.EEXIST: "文件已存在",
    errno.ENOTEMPTY: "目录不为空",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "符号链接层数过多",
    errno.EIO: "输入输出错误",
    errno.EMFILE: "打开的文件过多",
    errno.EBUSY: "设备或文件正在使用",
    errno.ENOMEM: "内存不足",
}


def reason(error: BaseException) -> Text:
    """Return why a file could not be read or written; what has no Chinese is said as it is."""
    number = error.errno if isinstance(error, OSError) else None
    said = (os.strerror(number) if number else "") or str(error) or type(error).__name__
    return Text(said, _CHINESE.get(number or 0, said))
