// What Gradle makes of sample/src/main/res: the names only.
package com.example.app

public object R {
    public object drawable {
        public const val ic_security: Int = 1
    }
}
